import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Call } from '#kernel';
import { type Authorisation, openAuthorisations, readAuthorisationCsv } from '#rights';
import { openStore } from '#store';
import { conceptsOf } from '#terminology';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle rights load FILE.csv [--source "…"] [--official]
socle rights show
socle rights unload

The authorisation table: which professions (TRE_G15) read which types of documents (JDV_J07). Without one loaded, Socle's own
reconstruction is in force; it is not the official table. A server that runs has a loaded table at once, without a restart.
  FILE.csv    profession;type;allowed, a line for each pair, or a matrix: types in the first line, then a line for each profession;
              cells say oui/non, yes/no, true/false, 1/0, x or nothing. A pair that is not told is not allowed; a profession that is
              not told reads what it wrote itself.
  --source    where the table comes from, in words that citizens read; the name of the file without it
  --official  this is the official table: said to citizens as such
  show        prints the table in force as profession;type;allowed
  unload      back to Socle's own
The table is replaced whole or not at all; each change is a line of the platform's log.`;

const largest = 2 * 1024 * 1024;

export async function rights(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { source: { type: 'string' }, official: { type: 'boolean' } }, help);
  const [verb, file, ...more] = words;
  if (values.help === true) return console.log(help);
  if (verb === 'show' && file === undefined) return withTable(async (tables) => print(await tables.now()));
  if (verb === 'unload' && file === undefined)
    return withTable(async (tables) =>
      console.log((await tables.unload(call())) ? 'unloaded: Socle’s own table is in force' : 'nothing was loaded'),
    );
  if (verb !== 'load' || file === undefined || more.length > 0)
    throw new CommandFailed(`load FILE.csv, show or unload is expected.\n\n${help}`);
  const allowed = readAuthorisationCsv(await bytesOf(file));
  const source = (textOf(values.source) ?? basename(file)).trim().slice(0, 200);
  await withTable(async (tables) => {
    const loaded = await tables.load(call(), { allowed, source, official: values.official === true });
    const pairs = [...allowed.values()].reduce((sum, types) => sum + types.size, 0);
    const known = conceptsOf('profession').length;
    console.log(`${allowed.size} of ${known} professions, ${pairs} pairs allowed; ${loaded ? 'loaded' : 'was loaded already'}`);
  });
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > largest) throw new CommandFailed(`${file} is larger than 2 MiB.`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** As a spreadsheet opens it, and as `load` reads it. */
function print(table: Authorisation): void {
  console.error(`${table.source.en}${table.official ? ' (official)' : ''}`);
  console.log('profession;type;allowed');
  for (const { code } of conceptsOf('profession')) {
    const denied = table.denied(code);
    if (denied === undefined) continue;
    for (const type of conceptsOf('documentType'))
      console.log(`${code};${type.code};${denied.includes(type.code) ? 'non' : 'oui'}`);
  }
}

function call(): Call {
  const actor = { kind: 'operator', id: 'operator', name: 'Exploitant, ligne de commande' } as const;
  return { actor, at: new Date(), requestId: randomUUID() };
}

async function withTable(use: (tables: ReturnType<typeof openAuthorisations>) => Promise<void>): Promise<void> {
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await use(openAuthorisations(store, await openTrace(store)));
  } finally {
    await store.close();
  }
}
