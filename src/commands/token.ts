import { isGround } from '#kernel';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed, serverOf } from './server.ts';

export const help = `socle token --as WHO [--scope "…"] [--ground GROUND] [--reason "…"] [--structure FINESS]

Prints a bearer token for scripts. WHO is a matricule, an RPPS number, a client id, or operator.
GROUND: equipe_de_soins, consentement, bris_de_glace (needs --reason), centre_15.
Works only while SOCLE_DEMO=on on this machine, or where the operator's key file can be read.`;

export async function token(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = optionsOf(args, { as: text, scope: text, ground: text, reason: text, structure: text }, help);
  if (values.help === true) return console.log(help);
  const as = textOf(values.as);
  if (as === undefined) throw new CommandFailed(`--as is missing.\n\n${help}`);
  const ground = textOf(values.ground);
  if (ground !== undefined && !isGround(ground)) throw new CommandFailed(`--ground ${ground} is not a ground.\n\n${help}`);
  const others = { scope: textOf(values.scope), reason: textOf(values.reason), structure: textOf(values.structure), ground };
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  console.log(await serverOf(readSettings()).token({ as, ...given }));
}
