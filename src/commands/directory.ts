import { type Counts, type Fault, faultsOf, faultWords, type Loaded, type LoadOptions, loadExtraction, loads } from '#directory';
import { type Call, PLATFORM, Refusal } from '#kernel';
import { openStore, type Store } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle directory load FILE… [--partial] [--force]
socle directory list
socle directory faults [LOAD]

Loads the public extractions of professionals, structures and secure mailboxes, as they are published and unpacked:
  PS_LibreAcces_Personne_activite   people, their activities, the places where they work
  PS_LibreAcces_SavoirFaire         their skills
  PS_LibreAcces_Dipl_AutExerc       their diplomas and authorizations
  etalab-cs1100502 …                structures of FINESS; legal entities too
  Extraction_Correspondance_MSSante mailboxes
Which one a file is, its columns tell. Only what changed since the last one is written. What a whole file no longer holds becomes inactive;
nothing is deleted. A load that was cut off goes on where it was when the same file is given again. A line that cannot be taken stops nothing:
it is counted, and told with its number; “faults” tells those of the last load again, or of another.
  --partial  the file holds only changes: what is absent from it stays as it is
  --force    take a file that is much smaller than the last one or cut off, or load the same one again
Beside a running Socle or without one; a running one has the change within half a minute.`;

const shownFaults = 20;

export async function directory(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { partial: { type: 'boolean' }, force: { type: 'boolean' } }, help);
  const [verb, ...names] = words;
  if (values.help === true) return console.log(help);
  if (verb === 'list' && names.length === 0) return withStore(list);
  if (verb === 'faults' && names.length <= 1) return withStore((store) => faults(store, names[0]));
  if (verb !== 'load' || names.length === 0) throw new CommandFailed(`load FILE…, list or faults is expected.\n\n${help}`);
  const options = { partial: values.partial === true, force: values.force === true };
  return withStore(async (store) => {
    for (const name of names) await load(store, name, options);
  });
}

async function load(store: Store, path: string, options: LoadOptions): Promise<void> {
  const from = performance.now();
  let told = from;
  const progress = (counts: Counts, part: number): void => {
    if (performance.now() - told < 5000) return;
    told = performance.now();
    console.error(`${path}: ${counts.lines} lines, ${Math.floor(part * 100)} %`);
  };
  const done = await readable(path, () => loadExtraction(store, path, () => new Date(), { ...options, progress }));
  if (done.already === true) return console.log(`${path}: was loaded already; --force loads it again`);
  if (done.resumedAt !== undefined) console.log(`${path}: went on at line ${done.resumedAt}`);
  if (done.charset !== 'utf-8')
    console.log(`${path}: line ${done.firstOther} is not UTF-8: the file was read as Latin-1 (Windows-1252)`);
  const seconds = (performance.now() - from) / 1000;
  console.log(`${path}: ${done.kind}: ${summary(done.counts)}; ${seconds.toFixed(1)} s`);
  if (done.counts.faults > 0) tell(await faultsOf(store, done.id, shownFaults), done.counts.faults);
  await journal(store, done);
}

/** A path that leads nowhere is told in a sentence. */
async function readable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal)
      console.error(`socle: ${path}:`); // the refusal itself is told with its sentences
    else if (error instanceof Error && 'syscall' in error) throw new CommandFailed(`${path} cannot be read: ${error.message}`);
    throw error;
  }
}

async function journal(store: Store, { id, kind, counts }: Loaded): Promise<void> {
  const call: Call = {
    actor: { kind: 'operator', id: 'operator', name: 'Exploitant' },
    at: new Date(),
    requestId: crypto.randomUUID(),
  };
  const detail = { change: 'directory-load', extraction: kind, load: id, counts: summary(counts) };
  await (await openTrace(store)).journal(call, PLATFORM, { action: 'write', outcome: 'done', detail });
}

function summary({ lines, added, changed, unchanged, skipped, faults: notTaken, repeated, gone }: Counts): string {
  return `${lines} lines, ${added} new, ${changed} changed, ${unchanged} as before, ${gone} now inactive, ${skipped} not for this directory, ${repeated} repeated, ${notTaken} not taken`;
}

function tell(all: readonly Fault[], count: number): void {
  for (const { line, code, what } of all) console.log(`  line ${line}: ${faultWords[code]}${what === '' ? '' : ` (${what})`}`);
  if (count > all.length) console.log(`  … ${count - all.length} more: socle directory faults`);
}

async function list(store: Store): Promise<void> {
  const all = await loads(store, 30);
  if (all.length === 0) console.log('nothing was loaded yet');
  for (const { id, kind, file, state, atLine, part, counts, startedAt } of all) {
    const how = state === 'done' ? summary(counts) : `${state} at line ${atLine}, ${Math.floor(part * 100)} %`;
    console.log(`${id}  ${startedAt.toISOString()}  ${kind.padEnd(12)} ${file}: ${how}`);
  }
}

async function faults(store: Store, name: string | undefined): Promise<void> {
  const id = name ?? (await loads(store, 1))[0]?.id;
  if (id === undefined) throw new CommandFailed('nothing was loaded yet');
  const all = await faultsOf(store, id, 10_000);
  if (all.length === 0) console.log('no fault was kept of this load');
  tell(all, all.length);
}

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
