import { startSocle } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf } from './options.ts';

export const help = `socle serve [--empty] — starts everything: database, schema, demonstration territory on the first run, web server.

  --empty  the demonstration without its territory: nobody is known yet

Settings come from the environment (docs/guide/settings.md). Ctrl-C or SIGTERM stops it in order.`;

/** Runs until a signal; a second one while it stops changes nothing. */
export async function serve(args: readonly string[]): Promise<void> {
  const { values } = optionsOf(args, { empty: { type: 'boolean' } }, help);
  if (values.help === true) return console.log(help);
  const settings = readSettings();
  const say = (line: string): void => console.log(line);
  const socle = await startSocle(settings, say, { empty: values.empty === true });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    say('Socle is stopping…');
    void socle.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  say(`Socle is ready: ${settings.publicUrl}`);
}
