import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { scanHeader, specificationsOf } from '#documents';
import { readXml } from '#xml';
import { extract } from '../../src/documents/extract/index.ts';
import { checkDocument } from '../../src/documents/verdict/index.ts';
import { type Floor, type Mark, type Measured, mark, type Options, type Row, type Scenario } from '../scenario.ts';
import { childrenCpu } from '../testbed/cpu.ts';
import { percentile } from '../testbed/measure.ts';

const corpus = process.env.SOCLE_CORPUS ?? new URL('../../../shared/data', import.meta.url).pathname;
const context = { documentId: 'd1', patient: 'Patient/p1', at: '2026-01-01T00:00:00Z' };

/** In this process, and those that the checks run in: no server, no database. */
export const documents: Scenario = {
  name: 'documents',
  what: 'header scan, checks and extraction of the CI-SIS examples (outside corpus)',
  async run({ say }, options): Promise<Measured> {
    if (!existsSync(`${corpus}/cda-xsd`)) {
      say('documents: the outside corpus is absent (SOCLE_CORPUS or ../shared/data); nothing is measured');
      return { name: 'documents', how: 'not measured: the outside corpus is absent', rows: [], marks: [] };
    }
    return measured(options);
  },
};

interface Work {
  readonly name: string;
  readonly on: readonly Buffer[];
  readonly once: (bytes: Buffer) => unknown;
  readonly wanted?: number;
}

async function measured(options: Options): Promise<Measured> {
  const all = documentsNamed(/\.xml$/);
  const biology = documentsNamed(/^BIO-CR-BIO_2024.*\.xml$/);
  const specifications = await specificationsOf(`${corpus}/cda-xsd`, `${corpus}/cda-schematron`, `${corpus}/codelists`);
  const builtIn = (bytes: Buffer): unknown => checkDocument(bytes, {});
  // As a check runs where no schematron is loaded: its form and metadata too.
  const noRules = async (): Promise<undefined> => undefined;
  const withSchema = (bytes: Buffer): unknown =>
    checkDocument(bytes, { specifications: { schema: specifications.schema, rules: noRules } });
  const works: readonly Work[] = [
    { name: 'header scan', on: all, once: scanHeader, wanted: 0.3 },
    { name: 'form, header, metadata, lists', on: all, once: builtIn },
    { name: 'XSD', on: all, once: (bytes) => specifications.schema(bytes) },
    { name: 'header, lists and XSD', on: all, once: withSchema, wanted: 6 },
    { name: 'schematron', on: all, once: (bytes) => specifications.rules(bytes), wanted: 20 },
    { name: 'extraction of a biology report', on: biology, once: (bytes) => extract(readXml(bytes), context), wanted: 5 },
  ];
  try {
    const floors = new Map([all, biology].map((on) => [on, parsing(on)]));
    const rows: Row[] = [];
    const marks: Mark[] = [];
    for (const { name, on, once, wanted } of works) {
      const row = { ...(await rowOf(name, on, once, options.seconds)), floor: floors.get(on) as Floor };
      rows.push(row);
      if (wanted !== undefined) marks.push(mark(`${name}, CPU a document`, '≤', wanted, row.cpuMs?.server, 'ms'));
    }
    const mean = Math.round(all.reduce((sum, { length }) => sum + length, 0) / all.length / 1000);
    return {
      name: 'documents',
      how: `${all.length} examples of ${mean} KB on average, one after the other, warm; the means, in this process and those beside it`,
      rows,
      marks,
    };
  } finally {
    await specifications.close();
  }
}

function documentsNamed(pattern: RegExp): readonly Buffer[] {
  const names = readdirSync(`${corpus}/cda`).filter((name) => pattern.test(name));
  return names.map((name) => readFileSync(`${corpus}/cda/${name}`));
}

/** Once to be warm, then round after round for so many seconds. */
async function rowOf(name: string, on: readonly Buffer[], once: Work['once'], seconds: number): Promise<Row> {
  for (const bytes of on) await once(bytes);
  const took: number[] = [];
  const [from, cpuFrom, apartFrom] = [performance.now(), process.cpuUsage(), childrenCpu(process.pid)];
  while (performance.now() - from < seconds * 1000)
    for (const bytes of on) {
      const start = performance.now();
      await once(bytes);
      took.push(performance.now() - start);
    }
  const { user, system } = process.cpuUsage(cpuFrom);
  const apart = childrenCpu(process.pid) - apartFrom;
  const sorted = Float64Array.from(took).sort();
  return {
    name,
    answered: took.length,
    failed: 0,
    perSecond: (took.length / (performance.now() - from)) * 1000,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    cpuMs: { server: ((user + system) / 1000 + apart) / took.length, postgresql: 0, client: 0 },
  };
}

/** What none of these can do without if it is to know the whole document: parsing it. */
function parsing(on: readonly Buffer[]): Floor {
  const parse = (bytes: Buffer): void => XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET }).dispose();
  for (const bytes of on) parse(bytes);
  const rounds = Math.ceil(500 / on.length);
  const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
  for (let n = 0; n < rounds; n++) for (const bytes of on) parse(bytes);
  const { user, system } = process.cpuUsage(cpuFrom);
  const count = rounds * on.length;
  return {
    what: 'libxml2 parses the same bytes into a tree and frees it',
    perSecond: (count / (performance.now() - from)) * 1000,
    cpuMs: (user + system) / 1000 / count,
  };
}
