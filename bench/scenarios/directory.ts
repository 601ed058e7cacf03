import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Loaded, loadExtraction } from '#directory';
import { openStore, type Store } from '#store';
import {
  madeExtraction,
  madeFamily,
  madeRpps,
  mssanteHeader,
  mssanteLine,
  writeLines,
} from '../../src/directory/load/made.check.ts';
import type { Stream } from '../client/load.ts';
import { type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { cpuTimes } from '../testbed/cpu.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import type { Testbed } from '../testbed/testbed.ts';

const lines = 1_000_000;
const mailboxes = 300_000;

/** Half the people and half the places that the country has, all made up. */
export const directory: Scenario = {
  name: 'directory',
  what: `${lines} lines of the RPPS loaded, and the next day’s; then searches of the directory in FHIR`,
  onlyNamed: true,
  async run(bed, { seconds }): Promise<Measured> {
    const folder = mkdtempSync(join(tmpdir(), 'socle-bench-directory-'));
    const { home } = bed;
    const settings = { home, blobs: `file:${home}/blobs`, keyFile: `${home}/operator.key` };
    const store = await openStore(settings, { migrations: [], log: () => undefined, mode: 'join' });
    try {
      const loads = await loadAll(bed, store, join(folder, 'extraction.txt'));
      const searches = await searchAll(bed, Math.max(2, seconds / 4));
      const [first, next] = loads;
      return {
        name: 'directory',
        how: `one process loads, beside the server; CPU of a line is that process (as server) and PostgreSQL; searches one at a time over HTTP`,
        rows: [...loads, ...searches],
        marks: [
          mark('lines of a first load', '≥', 20_000, first?.perSecond, 'a second'),
          mark('lines of the next day, 1 % changed', '≥', 20_000, next?.perSecond, 'a second'),
          ...searches.map((row) => mark(`p99, ${row.name}`, '≤', 50, row.p99, 'ms')),
        ],
      };
    } finally {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function loadAll(bed: Testbed, store: Store, path: string): Promise<Row[]> {
  const load = (): Promise<Loaded> => loadExtraction(store, path, () => new Date(), {});
  await writeLines(path, madeExtraction(lines));
  const first = await timed(bed, 'first load', load);
  await writeLines(
    path,
    madeExtraction(lines, (n) => (n % 100 === 0 ? '0200000000' : '')),
  );
  const next = await timed(bed, 'next day', load);
  await writeLines(path, madeMailboxes());
  return [first, next, await timed(bed, 'mailboxes', load)];
}

function* madeMailboxes(): Generator<string> {
  yield mssanteHeader;
  for (let n = 0; n < mailboxes; n++) yield mssanteLine({ type: 'PER', address: `p${n}@nuees.mssante.fr`, rpps: madeRpps(n) });
}

async function timed(bed: Testbed, name: string, work: () => Promise<Loaded>): Promise<Row> {
  const [before, own, from] = [await cpuTimes(bed.server), process.cpuUsage(), performance.now()];
  const { counts } = await work();
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(own);
  const after = await cpuTimes(bed.server);
  const postgresql =
    after.postgresql === undefined || before.postgresql === undefined
      ? undefined
      : (after.postgresql - before.postgresql) / counts.lines;
  const cpuMs = { server: (user + system) / 1000 / counts.lines, postgresql, client: 0 };
  bed.say(`${name}: ${counts.lines} lines in ${seconds.toFixed(1)} s`);
  const whole = seconds * 1000;
  return {
    name,
    answered: counts.lines,
    failed: counts.faults,
    perSecond: counts.lines / seconds,
    p50: whole,
    p95: whole,
    p99: whole,
    cpuMs,
  };
}

/** What people look for, each a thousand different ones. */
const sought: Readonly<Record<string, (n: number) => string>> = {
  'by RPPS': (n) => `Practitioner?identifier=${madeRpps(n * 10)}&_revinclude=PractitionerRole:practitioner`,
  'by name': (n) => `Practitioner?family=${encodeURIComponent(madeFamily(n * 10).toLowerCase())}&_count=20`,
  'by name and town': (n) =>
    `PractitionerRole?practitioner.family=${encodeURIComponent(madeFamily(n * 10))}&organization.address-city=brest&_include=*&_count=20`,
  'by specialty and postcode': () =>
    'PractitionerRole?practitioner.qualification-code=SM04&organization.address-postalcode=29200&_count=20',
  'by mailbox': (n) => `Practitioner?mailbox-mss:exact=p${n * 10}@nuees.mssante.fr`,
  'by organization': (n) => `Organization?name=cabinet%20des%20nuees%20${n}&_count=20`,
};

async function searchAll(bed: Testbed, seconds: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, pathOf] of Object.entries(sought)) {
    const targets = Array.from({ length: 1000 }, (_, n) => ({ path: `/annuaire/fhir/${pathOf(n)}`, token: '' }));
    const stream: Stream = { name, expects: '{"resourceType":"Bundle"', requests: { kind: 'gets', targets } };
    const load = { streams: [stream], connections: 1 };
    await measure(bed, { ...load, seconds: 1 });
    rows.push(rowOf(await measure(bed, { ...load, seconds })));
  }
  return rows;
}
