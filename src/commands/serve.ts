import { startSocle } from '../main.ts';
import { readSettings, type Settings } from '../settings.ts';
import { optionsOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle serve [--empty] — starts everything: database, schema, demonstration territory on the first run, web server.

  --empty  the demonstration without its territory: nobody is known yet

Settings come from the environment (docs/guide/settings.md). Ctrl-C or SIGTERM stops it in order.`;

/** Runs until a signal; one that comes while it starts is obeyed as soon as it has, a second one while it stops changes nothing. */
export async function serve(args: readonly string[]): Promise<void> {
  const { values } = optionsOf(args, { empty: { type: 'boolean' } }, help);
  if (values.help === true) return console.log(help);
  const settings = readSettings();
  const say = (line: string): void => console.log(line);
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const starting = startSocle(settings, say, { empty: values.empty === true, stop: asked }).catch(told(settings));
  const socle = await starting;
  if (socle === undefined) return;
  say(`Socle is ready: ${settings.publicUrl}`);
  await asked;
  say('Socle is stopping…');
  await socle.close();
  process.exit(0);
}

const mailPortNames = [
  ['SOCLE_SMTP_PORT', 'smtp'],
  ['SOCLE_SMTPS_PORT', 'smtps'],
  ['SOCLE_IMAP_PORT', 'imap'],
  ['SOCLE_IMAPS_PORT', 'imaps'],
] as const;

/** A port that somebody else holds is the usual reason not to start: it deserves its own sentence. */
function told({ host, port: usual, tls, mail }: Settings): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    const port = 'port' in error ? error.port : usual;
    const name =
      port === tls?.port ? 'SOCLE_TLS_PORT' : (mailPortNames.find(([, of]) => mail?.[of]?.port === port)?.[0] ?? 'SOCLE_PORT');
    if (error.code === 'EADDRINUSE')
      throw new CommandFailed(`port ${port} of ${host} is taken: stop what listens there, or name another port with ${name}`);
    if (error.code === 'EACCES')
      throw new CommandFailed(`port ${port} of ${host} may not be used by this user: name another port with ${name}`);
    throw error;
  };
}
