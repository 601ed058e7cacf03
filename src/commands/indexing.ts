import { type IndexingStanding, parametersOf, standingOf } from '#fhir';
import { openShelf } from '#packages';
import { openStore } from '#store';
import { terminologyOf } from '#terminology';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle indexing [--json]

Tells how far what is stored is indexed: each work in the background (keys: search values, across: lists across records), and each search
parameter that was added, with the types in which it is not searched yet. Beside a running Socle or without one; only a running one goes on.
The exit status is 0 when everything is done, else 1.`;

export async function indexing(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { json: { type: 'boolean' } }, help);
  if (values.help === true) return console.log(help);
  if (words.length > 0) throw new CommandFailed(`${words[0]} is not expected.\n\n${help}`);
  const standing = await standingNow();
  if (values.json === true) console.log(JSON.stringify(standing, null, 2));
  else for (const line of linesOf(standing)) console.log(line);
  const all = [...standing.works, ...standing.parameters];
  if (all.some(({ status }) => status === 'waiting' || status === 'running')) process.exitCode = 1;
}

async function standingNow(): Promise<IndexingStanding> {
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    const shelf = await openShelf(store, (line) => console.error(line));
    try {
      const parameters = parametersOf(shelf, terminologyOf(shelf));
      return await standingOf({ store, shelf, parameters }, new Date());
    } finally {
      await shelf.close();
    }
  } finally {
    await store.close();
  }
}

function linesOf({ works, parameters }: IndexingStanding): string[] {
  const ofWorks = works.map(({ kind, status, types, total, processed, failed, startedAt, endedAt }) => {
    const what = types.length === 0 ? 'all types' : types.join(', ');
    const until = endedAt === undefined ? '' : `, ended ${endedAt.toISOString()}`;
    return `${kind.padEnd(8)} ${status.padEnd(8)} ${processed} of ${total}, ${failed} failed; began ${startedAt.toISOString()}${until}; ${what}`;
  });
  const ofParameters = parameters.map(({ url, code, status, missing }) => {
    const where = missing.length === 0 ? '' : `; not yet in ${missing.join(', ')}`;
    return `${'added'.padEnd(8)} ${status.padEnd(8)} ${code} (${url})${where}`;
  });
  return [...ofWorks, ...ofParameters];
}
