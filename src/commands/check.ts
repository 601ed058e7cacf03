import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkDocument,
  type Finding,
  findingsOf,
  limits,
  openSpecifications,
  type Specifications,
  type StageVerdict,
  specificationsOf,
  type Verdict,
} from '#documents';
import { Refusal } from '#kernel';
import { openStore } from '#store';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle check FILE… [--specs DIR|ZIP] [--json]

Checks CDA R2 documents as a deposit with Prefer: handling=strict would, and prints each stage with its findings: form (well formed and
safe), header (rules of the CI-SIS), metadata (what follows from the header), lists (code lists of the header), schema (XSD), rules
(schematron). Needs no server; nothing is sent and nothing is kept.
  --specs DIR|ZIP  uses these XSD and schematrons, without loading them
  --json           prints one JSON array, a verdict for each file
Without --specs, those of “socle specs load” are used when there is a database here; else schema and rules do not run, and say so.
The exit status is 0 when no file has an error, else 1.`;

export async function check(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { json: { type: 'boolean' }, specs: { type: 'string' } }, help);
  if (values.help === true) return console.log(help);
  if (words.length === 0) throw new CommandFailed(`at least one FILE is expected.\n\n${help}`);
  const { specifications, close } = await specificationsFor(textOf(values.specs));
  try {
    const verdicts: { readonly file: string; readonly verdict: Verdict }[] = [];
    for (const file of words) {
      const verdict = await checkDocument(await bytesOf(file), { specifications });
      verdicts.push({ file, verdict });
      if (values.json !== true) for (const line of linesOf(file, verdict)) console.log(line);
      if (verdict.outcome === 'failed') process.exitCode = 1;
    }
    if (values.json === true) console.log(JSON.stringify(verdicts.map(inJson), null, 2));
  } finally {
    await close();
  }
}

interface Opened {
  readonly specifications: Specifications;
  close(): Promise<void>;
}

const none: Specifications = {
  loaded: [],
  schema: async () => undefined,
  rules: async () => undefined,
  close: async () => undefined,
};

async function specificationsFor(path: string | undefined): Promise<Opened> {
  if (path !== undefined) {
    const specifications = await specificationsOf(path);
    return { specifications, close: () => specifications.close() };
  }
  const settings = readSettings();
  // A check leaves no database behind where there was none.
  if (settings.databaseUrl === undefined && !existsSync(join(settings.home, 'postgresql')))
    return { specifications: none, close: none.close };
  const log = (line: string): void => console.error(line);
  try {
    const store = await openStore(settings, { migrations, log, mode: 'join' });
    const specifications = await openSpecifications({ store, log });
    return { specifications, close: () => specifications.close().then(() => store.close()) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`socle: the database does not open, so schema and rules do not run.\n  ${error.sentence.en}`);
    return { specifications: none, close: none.close };
  }
}

/** One byte over the limit is enough to tell that the document is too large. */
async function bytesOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.min(size, limits.documentBytes + 1));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CommandFailed(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inJson({ file, verdict: { outcome, stages, metadata } }: { readonly file: string; readonly verdict: Verdict }): object {
  return { file, outcome, stages: stages.map(({ refusal: _, ...stage }) => stage), metadata };
}

function linesOf(file: string, verdict: Verdict): string[] {
  const counted = counts(findingsOf(verdict));
  return [`${file}: ${verdict.outcome}${counted === '' ? '' : ` (${counted})`}`, ...verdict.stages.flatMap(stageLines)];
}

function stageLines({ stage, outcome, why, findings }: StageVerdict): string[] {
  const reason = why === undefined ? '' : `: ${why.en}`;
  return [`  ${stage.padEnd(9)} ${outcome.replace('-', ' ')}${reason}`, ...findings.flatMap(findingLines)];
}

function findingLines({ severity, rule, line, xpath, fr, en }: Finding): string[] {
  const place = [line === undefined ? '' : `line ${line}`, xpath ?? ''].filter((part) => part !== '').join('  ');
  const head = `    ${severity}  ${rule}${place === '' ? '' : `  ${place}`}`;
  return [head, `      ${en}`, ...(fr === en ? [] : [`      ${fr}`])];
}

function counts(findings: readonly Finding[]): string {
  const of = (severity: Finding['severity'], word: string): string[] => {
    const { length } = findings.filter((one) => one.severity === severity);
    return length === 0 ? [] : [`${length} ${word}${length > 1 ? 's' : ''}`];
  };
  return [...of('error', 'error'), ...of('warning', 'warning')].join(', ');
}
