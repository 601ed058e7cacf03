import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Finding } from './finding.ts';
import type { PublishedRules } from './package.check.ts';

/** Test support: what Saxon says of one document: `number path` to its message; `!` begins one for what it cannot work out. */
export type Verdict = ReadonlyMap<string, string>;

export interface Job {
  readonly rules: string;
  /** Files of documents. */
  readonly documents: readonly string[];
}

export interface Said {
  /** Why the rules do not compile. */
  readonly refused?: string;
  readonly verdicts: readonly Verdict[];
}

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../spec/schematron/saxon.xsl', import.meta.url));

/** Rules on disk, where Saxon reads them itself: so deep in the folder that `../..` stays in it. */
export class Saxon {
  readonly #folder: string;
  readonly #jar: string;
  readonly #written = new Set<string>();

  constructor(folder: string, jar: string, rules: PublishedRules) {
    this.#folder = folder;
    this.#jar = jar;
    for (const path of rules.paths) this.write(path, rules.read(path));
  }

  /** The package is sure of its files on a system that does not tell cases apart: each is written as it was asked for, too. */
  write(path: string, bytes: Uint8Array | undefined): void {
    if (bytes === undefined || this.#written.has(path)) return;
    this.#written.add(path);
    const file = this.#rulesFile(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  #rulesFile(path: string): string {
    return join(this.#folder, 'a/b/c/schematrons', path);
  }

  /** One process for all jobs. */
  async run(jobs: readonly Job[]): Promise<readonly Said[]> {
    const uri = (file: string) => pathToFileURL(file).href.replaceAll('&', '&amp;');
    const lines = jobs.map(({ rules, documents }) => {
      const all = documents.map((file) => `<document uri="${uri(file)}"/>`).join('');
      return `<job rules="${uri(this.#rulesFile(rules))}">${all}</job>`;
    });
    const asked = join(this.#folder, `jobs-${process.hrtime.bigint()}.xml`);
    writeFileSync(asked, `<jobs>${lines.join('\n')}</jobs>`);
    const args = ['-Xmx1500m', '-cp', this.#jar, 'net.sf.saxon.Transform', `-s:${asked}`, `-xsl:${program}`];
    const { stdout } = await run('java', args, { maxBuffer: 1 << 30 });
    return said(stdout);
  }
}

function said(output: string): readonly Said[] {
  const all: { refused?: string; verdicts: Map<string, string>[] }[] = [];
  for (const line of output.split('\n')) {
    const [first = '', second = '', third = ''] = line.split('\t');
    if (first === 'rules') all.push({ verdicts: [] });
    const job = all.at(-1);
    if (job === undefined || first === '' || first === 'rules') continue;
    if (first === 'refused') job.refused = second;
    else if (first === 'document') job.verdicts.push(new Map());
    else job.verdicts.at(-1)?.set(`${first} ${second}`, third);
  }
  return all;
}

/** Where ours and Saxon differ about one document, in words; but for what spec/schematron/verdicts.json tells. */
export function differences(findings: readonly Finding[], saxon: Verdict): readonly string[] {
  const ours = new Map(findings.map((finding) => [`${finding.number} ${finding.at}`, finding]));
  const told: string[] = [];
  for (const key of new Set([...ours.keys(), ...saxon.keys()])) {
    const mine = ours.get(key);
    const theirs = saxon.get(key);
    const failed = mine?.role === 'unevaluated';
    // document() of a file that is not there: spec/schematron/verdicts.json.
    if (failed && mine.message.startsWith('FODC0002') && theirs !== undefined) continue;
    const same = failed ? theirs?.startsWith('! ') : mine?.message === theirs;
    if (!same) told.push(`${key}: Saxon ${theirs ?? 'has nothing'}; ours ${failed ? '! ' : ''}${mine?.message ?? 'nothing'}`);
  }
  return told;
}
