import { readFileSync, statSync } from 'node:fs';
import {
  checkExport,
  checkpointType,
  type ExportFault,
  type ExportVerdict,
  type Fault,
  type FaultKind,
  type Kept,
  type PublishedKeys,
  readCheckpoint,
  signedWords,
} from '#trace';
import { CommandFailed } from './server.ts';

const mostBytes = 200 * 1024 * 1024;

/** Verifies a downloaded log and says what was proved; sets the exit status 1 when something is wrong. */
export async function verifyFile(file: string, keyFile: string | undefined, show: boolean): Promise<void> {
  const keys = keyFile === undefined ? undefined : keysIn(keyFile);
  const verdict = await checkExport(textOf(file), keys);
  if (verdict === undefined) throw new CommandFailed(`${file} is not a log as Socle exports it (signed JSON)`);
  if (show) for (const line of verdict.shown) console.log(lineWords(line));
  for (const fault of verdict.faults) console.log(exportFaultWords(fault));
  for (const sentence of proved(verdict, keys !== undefined)) console.log(sentence);
  if (verdict.faults.length > 0) process.exitCode = 1;
}

function textOf(file: string): string {
  try {
    if (statSync(file).size > mostBytes) throw new CommandFailed(`${file} is larger than 200 MiB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(`cannot read ${file}`);
  }
}

function keysIn(file: string): PublishedKeys {
  try {
    const { keys } = JSON.parse(textOf(file)) as Partial<PublishedKeys>;
    if (Array.isArray(keys)) return { keys };
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
  }
  throw new CommandFailed(`${file} holds no keys: expected what /.well-known/socle-log-keys.json gives`);
}

/** A checkpoint kept elsewhere, as published or as the bare JWS; must be signed by this log's key. */
export async function keptIn(file: string, keys: PublishedKeys): Promise<Kept> {
  const text = textOf(file).trim();
  const jws = /"jws"\s*:\s*"([\w.-]+)"/.exec(text)?.[1] ?? text.split(/\s+/).at(-1) ?? '';
  const words = readCheckpoint(await signedWords(jws, checkpointType, keys));
  if (words === undefined) throw new CommandFailed(`${file} holds no checkpoint that this log’s key signed`);
  return { words, jws };
}

const means: Readonly<Record<FaultKind, string>> = {
  changed: 'its text or its place was changed',
  missing: 'taken out',
  cut: 'the last lines were cut off',
  resealed: 'the chain was rewritten without the operator’s key',
  orphan: 'lines without a chain',
  gone: 'the whole chain is gone',
  rewritten: 'the chain was written anew up to here',
  'checkpoint-missing': 'was taken out',
  'checkpoint-forged': 'is not what the log’s key signed in its place',
  'leaves-changed': 'the list of chains under it was changed',
  'notes-changed': 'chains are marked as told of that are not',
};

export function faultWords({ record, seq, kind, checkpoint }: Fault): string {
  if (checkpoint === undefined) return `record ${record}, line ${seq}: ${kind} (${means[kind]})`;
  if (seq === 0) return `checkpoint ${checkpoint}: ${kind} (${means[kind]})`;
  return `record ${record}, line ${seq}: ${kind} (${means[kind]}; told by checkpoint ${checkpoint})`;
}

const exportMeans: Readonly<Record<ExportFault['kind'], string>> = {
  signature: 'the signature is not that of the key: the file was changed, or somebody else signed it',
  changed: 'changed: this is not the text that the log was made of',
  missing: 'missing: taken out of the file',
  order: 'out of order',
  cut: 'cut: the file ends before the log that was signed',
  checkpoint: 'the checkpoint does not vouch for this line',
};

function exportFaultWords({ kind, seq }: ExportFault): string {
  return seq === undefined ? exportMeans[kind] : `line ${seq}: ${exportMeans[kind]}`;
}

function proved({ words, signedBy, shown, withheld, checkpoint, faults }: ExportVerdict, known: boolean): string[] {
  const what = words.whole ? 'the whole log' : `a part of the log (${partOf(words.asked ?? {})})`;
  const said = [`${words.name}, record ${words.record}: ${what} as it was on ${words.madeAt}`];
  if (faults.length > 0) return [...said, `${faults.length} faults`];
  said.push(
    `${shown.length} lines shown (${words.start.seq + 1} to ${words.end.seq}), ${withheld} withheld: nothing was changed since it was signed`,
  );
  if (withheld > 0) said.push('of a withheld line the file has its place and its hash: what it says is not proved');
  said.push(
    known
      ? `signed by the key ${signedBy}, which is among those given`
      : `signed by the key ${signedBy}, which the file itself names: compare it with what its server publishes, or give --key`,
  );
  said.push(
    checkpoint === undefined
      ? 'no checkpoint told of these lines yet'
      : `checkpoint ${checkpoint.n} of ${checkpoint.at} vouches for lines ${checkpoint.from} to ${checkpoint.to}`,
  );
  return said;
}

const partOf = (asked: Readonly<Record<string, string>>): string =>
  Object.entries(asked)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

function lineWords({ seq, at, who, action, outcome, object, ground, reason, code }: ExportVerdict['shown'][number]): string {
  const more = [who.structure?.name, who.software, ground, reason, code].filter((one) => one !== undefined);
  const thing = object === undefined ? '' : ` ${object.kind}${object.title === undefined ? '' : ` “${object.title}”`}`;
  return `${seq}\t${at}\t${who.kind} ${who.name}\t${action} ${outcome}${thing}${more.length === 0 ? '' : `\t${more.join('; ')}`}`;
}
