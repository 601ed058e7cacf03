import { type Actor, type Call, hexOfRecordId, itemId, type Professional, type RecordId, type Software } from '#kernel';
import { baseShelf, type Json, type Shelf, shelfWith } from '#packages';
import { openRights, type Rights, rightsMigrations } from '#rights';
import type { OutboxMessage, Store } from '#store';
import { terminologyOf } from '#terminology';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { acrossMigrations, openIndexing, projectChanges, searchAcross } from '../../src/fhir/across/index.ts';
import { fhirMigrations } from '../../src/fhir/fhir.schema.ts';
import { type Cursor, type Parameters, parametersOf, parseSearch } from '../../src/fhir/search/index.ts';
import { testStore } from '../store.ts';

export const base = 'https://socle.example/fhir';
export const now = new Date('2026-03-02T08:00:00.000Z');

const structure = { id: '1990000018', name: 'Cabinet des Nuées' };
export const nuees: Software = { kind: 'software', id: 'logiciel-nuees', name: 'Nuées Logiciel', structure };
export const orme: Software = { ...nuees, id: 'logiciel-orme', name: 'Orme Logiciel' };
export const irene: Professional = {
  kind: 'professional',
  id: '899700000111',
  name: 'Dr Irène Stéthance',
  profession: '10',
  structure,
  software: nuees.id,
};
export const hector: Professional = { ...irene, id: '899700000137', name: 'Dr Hector Pulsarelle' };

/** A resource as it is kept. Written again under its number it is another version of it. */
export interface Kept {
  readonly record: RecordId;
  readonly n: number;
  readonly json: Json;
  readonly depositor?: string;
  readonly authors?: readonly string[];
}

export interface Found {
  readonly ids: readonly string[];
  readonly included: readonly string[];
  readonly total: number | undefined;
  readonly next: Cursor | undefined;
}

/** Records, rights and search values on a database of their own; what is kept here is told to the outbox and nowhere else. */
export class AcrossGround {
  readonly store: Store;
  readonly trace: Trace;
  readonly rights: Rights;
  readonly parameters: Parameters;
  readonly shelf: Shelf;
  records: readonly RecordId[] = [];
  #added: readonly Json[] = [];
  #generation = 1;

  private constructor(store: Store, trace: Trace) {
    this.store = store;
    this.trace = trace;
    this.rights = openRights(store, trace);
    const current = (): Shelf => shelfWith(this.#added);
    const generation = (): number => this.#generation;
    this.shelf = {
      find: (kind, canonical) => current().find(kind, canonical),
      list: (kind) => current().list(kind),
      get generation() {
        return generation();
      },
    };
    this.parameters = parametersOf(this.shelf, terminologyOf(baseShelf()));
  }

  /** With so many records; the projection is there and empty. */
  static async open(records: number): Promise<AcrossGround> {
    const store = await testStore([...traceMigrations, ...rightsMigrations, ...fhirMigrations, ...acrossMigrations]);
    const ground = new AcrossGround(store, await openTrace(store));
    const made = Array.from({ length: records }, () => store.transaction((tx) => store.records.create(tx, now)));
    ground.records = (await Promise.all(made)).sort();
    const indexing = ground.indexing();
    await indexing.settle();
    await indexing.close();
    return ground;
  }

  indexing() {
    const { store, shelf, parameters } = this;
    return openIndexing({ store, shelf, parameters, base, clock: () => new Date(), log: (line) => assertQuiet(line) });
  }

  /** A SearchParameter that somebody adds. */
  define(resource: Json): void {
    this.#added = [...this.#added, resource];
    this.#generation += 1;
  }

  async clear(): Promise<void> {
    await this.store.pool.query(
      'truncate fhir.resource, fhir.shared, fhir.across, fhir.maker, store.outbox, rights.state, rights.block, trace.line, trace.chain',
    );
  }

  record(index: number): RecordId {
    const found = this.records[index];
    if (found === undefined) throw new Error(`no record ${index}`);
    return found;
  }

  /** Keeps versions and leaves one message for each record. */
  async keep(...all: readonly Kept[]): Promise<void> {
    const groups = Map.groupBy(all, ({ record }) => record);
    for (const [record, kept] of groups) {
      await this.store.transaction(async (tx) => {
        await this.store.records.lock(tx, record);
        const changes = [];
        for (const one of kept) changes.push(await this.#write(one));
        this.store.outbox.emit(tx, record, now, 'fhir.changed', { changes });
      });
    }
  }

  async #write({ record, n, json, depositor = nuees.id, authors = [] }: Kept): Promise<readonly unknown[]> {
    const id = itemId(record, n);
    const { keys, at } = this.parameters.extract(json, { base, record });
    const body = JSON.stringify({ ...json, id });
    const { rows } = await this.store.pool.query<{ version: number }>(
      `insert into fhir.resource (record_id, n, type, id, version, updated_at, at, depositor, author_ids, hidden_from_professionals,
         hidden_from_patient, keys, body) values ($1, $2, $3, $4, 1, $5, $6, $7, $8, false, false, $9, $10)
       on conflict (record_id, n) do update set version = resource.version + 1, updated_at = excluded.updated_at, at = excluded.at,
         author_ids = excluded.author_ids, keys = excluded.keys, body = excluded.body returning version`,
      [record, n, json.resourceType, id, now, at ?? now, depositor, authors, keys, body],
    );
    const version = rows[0]?.version ?? 0;
    return [json.resourceType, id, n, version, version === 1 ? 'POST' : 'PUT'];
  }

  async remove({ record, n, json }: Kept): Promise<void> {
    await this.store.pool.query('delete from fhir.resource where record_id = $1 and n = $2', [record, n]);
    await this.store.transaction(async (tx) => {
      await this.store.records.lock(tx, record);
      const changes = [[json.resourceType, itemId(record, n), n, 9, 'DELETE']];
      this.store.outbox.emit(tx, record, now, 'fhir.changed', { changes });
    });
  }

  async keepShared(type: string, id: string, json: Json): Promise<void> {
    const whole = { resourceType: type, id, ...json };
    const { keys } = this.parameters.extract(whole, { base, record: undefined });
    await this.store.pool.query(
      `insert into fhir.shared (type, id, n, version, updated_at, at, depositor, author_ids, hidden_from_professionals, hidden_from_patient,
         keys, body) values ($1, $2, 1, 1, $3, $3, 'socle', '{}', false, false, $4, $5)`,
      [type, id, now, keys, JSON.stringify(whole)],
    );
  }

  /** What waits in the outbox; it waits no longer. */
  async waiting(): Promise<readonly OutboxMessage[]> {
    const messages: OutboxMessage[] = [];
    await this.store.outbox.drain(async (more) => void messages.push(...more));
    return messages;
  }

  project(messages: readonly OutboxMessage[]): Promise<void> {
    return projectChanges(this.store, this.parameters)(messages);
  }

  /** Hands over what waits in the outbox, `times` times. */
  async feed(times = 1): Promise<void> {
    const messages = await this.waiting();
    for (let time = 0; time < times; time++) await this.project(messages);
  }

  async search(actor: Actor, type: string, query: string, after?: Cursor): Promise<Found> {
    const asked = new URLSearchParams(query);
    const all = new Map([...new Set(asked.keys())].map((name) => [name, asked.getAll(name)]));
    const options = { base, now, ...(after === undefined ? {} : { after }) };
    const { answer, next } = await searchAcross(this, callBy(actor), type, parseSearch(this.parameters, type, all, options));
    const named = (stored: readonly { readonly type: string; readonly id: string }[]) =>
      stored.map((one) => `${one.type}/${one.id}`);
    return { ids: answer.matches.map(({ id }) => id), included: named(answer.included), total: answer.total, next };
  }

  /** Every page. */
  async pages(actor: Actor, type: string, query: string): Promise<readonly Found[]> {
    const pages: Found[] = [];
    let after: Cursor | undefined;
    do {
      const page: Found = await this.search(actor, type, query, after);
      pages.push(page);
      after = page.next;
    } while (after !== undefined);
    return pages;
  }

  /** The projection, row by row, with where each row is stored. */
  async projected(): Promise<readonly string[]> {
    const { rows } = await this.store.pool.query<{ row: string }>(
      'select a.ctid::text || to_jsonb(a)::text as row from fhir.across a order by 1',
    );
    return rows.map(({ row }) => row);
  }

  /** The same without where it is stored. */
  async listed(): Promise<readonly string[]> {
    const { rows } = await this.store.pool.query<{ row: string }>(
      'select to_jsonb(a)::text as row from fhir.across a order by 1',
    );
    return rows.map(({ row }) => row);
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

function assertQuiet(line: string): void {
  throw new Error(line);
}

export function callBy(actor: Actor): Call {
  return { actor, at: now, requestId: 'test' };
}

/** An Observation of somebody; made up. */
export function observation(record: RecordId, code: string, date: string | undefined, more: Json = {}): Json {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    ...(date === undefined ? {} : { effectiveDateTime: date }),
    ...more,
  };
}
