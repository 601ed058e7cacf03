import { createHash } from 'node:crypto';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { keysOf, matriculeKey, normalisedName, type Traits } from '#ins';
import { chanceOf, someone } from '../../spec/ins/people.ts';

/** The n-th of the made-up people; the same n gives the same person. */
export const personAt = (n: number): Traits => someone(chanceOf(Math.imul(n + 1, 2_654_435_761)));

/** Ids in no order, as random ones are. */
export function recordAt(n: number): string {
  const hex = createHash('md5').update(String(n)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A matricule whose key is right, and no two alike up to 100 million. */
export function matriculeAt(n: number): string {
  const rest = Math.floor(n / 1200);
  const body = `2${two(n % 100)}${two(1 + (Math.floor(n / 100) % 12))}${two(1 + (rest % 90))}${String(Math.floor(rest / 90)).padStart(6, '0')}`;
  return body + matriculeKey(body);
}

export const oidOfAll = '1.2.250.1.213.1.4.10';
const atOnce = 100_000;

const tables = {
  'ins.identity':
    'record_id, version, since, status, attributes, oid, matricule, birth_family, birth_givens, first_birth_given, sex, birth_date, birth_place, used_family, used_given, insi_answer, insi_simulated',
  'ins.matricule_index': 'oid, matricule, record_id',
  'ins.person_lookup': 'family, birth_date, record_id, given, sex',
  'ins.person_key': 'key, birth, record_id',
} as const;

/** Their keys and indexes: dropped while so many rows come, made again at the end. */
const indexes = [
  ['ins.identity', 'identity_pkey', 'primary key (record_id)'],
  ['ins.matricule_index', 'matricule_index_pkey', 'primary key (oid, matricule)'],
  ['ins.person_lookup', 'person_lookup_pkey', 'primary key (family, birth_date, record_id)'],
  ['ins.person_key', 'person_key_pkey', 'primary key (key, birth, record_id)'],
] as const;

/** As the server keeps them, by COPY from files that PostgreSQL reads itself. Nobody was known before. */
export async function loadPeople(pool: pg.Pool, count: number, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'socle-people-'));
  chmodSync(folder, 0o755);
  const client = await pool.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query("set maintenance_work_mem = '1GB'");
    for (const [table, name] of indexes) await client.query(`alter table ${table} drop constraint ${name}`);
    await client.query('drop index ins.person_lookup_date');
    for (let from = 0; from < count; from += atOnce) {
      for (const [table, text] of rowsOf(from, Math.min(count, from + atOnce))) {
        const file = join(folder, 'rows');
        const handle = openSync(file, 'w', 0o644);
        writeSync(handle, text);
        closeSync(handle);
        await client.query(`copy ${table} (${tables[table]}) from '${file}'`);
      }
      if ((from / atOnce) % 10 === 9) say(`${from + atOnce} people are loaded`);
    }
    for (const [table, name, key] of indexes) await client.query(`alter table ${table} add constraint ${name} ${key}`);
    await client.query('create index person_lookup_date on ins.person_lookup (birth_date, family)');
    for (const table of Object.keys(tables)) await client.query(`vacuum (freeze, analyze) ${table}`);
    await client.query('checkpoint');
  } finally {
    client.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(from: number, to: number): [keyof typeof tables, string][] {
  const [identities, matricules, lookups, keys]: [string[], string[], string[], string[]] = [[], [], [], []];
  for (let n = from; n < to; n++) {
    const person = personAt(n);
    const [record, matricule] = [recordAt(n), matriculeAt(n)];
    const { birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace } = person;
    const used = [person.usedFamily ?? '\\N', person.usedGiven ?? '\\N'];
    const traits = [birthFamily, birthGivens, firstBirthGiven, sex, birthDate, birthPlace, ...used];
    identities.push([record, 1, '2026-01-01', 'QUAL', '{}', oidOfAll, matricule, ...traits, 'verified', 't'].join('\t'));
    matricules.push(`${oidOfAll}\t${matricule}\t${record}`);
    lookups.push([normalisedName(birthFamily), birthDate, record, normalisedName(firstBirthGiven), sex].join('\t'));
    for (const { key, birth } of keysOf(person)) keys.push(`${key}\t${birth}\t${record}`);
  }
  const text = (rows: readonly string[]): string => `${rows.join('\n')}\n`;
  return [
    ['ins.identity', text(identities)],
    ['ins.matricule_index', text(matricules)],
    ['ins.person_lookup', text(lookups)],
    ['ins.person_key', text(keys)],
  ];
}
