import type { Shelf } from '#packages';
import type { Store } from '#store';
import { terminologyOf } from '#terminology';
import { fhirMigrations } from '../../../../src/fhir/fhir.schema.ts';
import { type Parameters, parametersOf } from '../../../../src/fhir/search/index.ts';
import { rightsMigrations } from '../../../../src/rights/rights.schema.ts';
import { testStore } from '../../../store.ts';
import { base } from '../random/datatypes.ts';
import type { Stored } from '../random/stored.ts';
import {
  changeResources,
  changeShared,
  emptyTables,
  putResources,
  putShared,
  removeResources,
  removeShared,
} from './rows.sql.ts';

/** A PostgreSQL with the tables that are searched, and the search parameters of a shelf. */
export interface Ground {
  readonly store: Store;
  readonly parameters: Parameters;
  /** Leaves these resources and no others in the tables, with the keys that a write would give them. */
  put(stored: readonly Stored[]): Promise<void>;
  /** Gives these resources, `Type/id`, another version, and removes those, as other people do while one turns pages. */
  disturb(changed: readonly string[], removed: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openGround(shelf: Shelf): Promise<Ground> {
  const store = await testStore([...rightsMigrations, ...fhirMigrations]);
  const parameters = parametersOf(shelf, terminologyOf(shelf));
  return {
    store,
    parameters,
    async put(stored) {
      const rows = (of: readonly Stored[]): string => JSON.stringify(of.map((one) => rowOf(one, parameters)));
      await store.query(emptyTables);
      await store.query(putResources, [rows(stored.filter(({ record }) => record !== undefined))]);
      await store.query(putShared, [rows(stored.filter(({ record }) => record === undefined))]);
    },
    async disturb(changed, removed) {
      for (const change of [changeResources, changeShared]) await store.query(change, columnsOf(changed));
      for (const remove of [removeResources, removeShared]) await store.query(remove, columnsOf(removed));
    },
    close: () => store.close(),
  };
}

const columnsOf = (names: readonly string[]): readonly unknown[] =>
  [0, 1].map((part) => names.map((name) => name.split('/')[part]));

function rowOf(one: Stored, parameters: Parameters): Readonly<Record<string, unknown>> {
  const { keys, at } = parameters.extract(one.json, { base, record: one.record });
  return {
    record_id: one.record,
    n: one.n,
    type: one.json.resourceType,
    id: one.json.id,
    version: 1,
    updated_at: one.updatedAt,
    at: at ?? one.updatedAt,
    depositor: one.depositor,
    author_ids: one.authors,
    hidden_from_professionals: one.hiddenFromProfessionals,
    hidden_from_patient: one.hiddenFromPatient,
    hidden_from_representatives: one.hiddenFromRepresentatives,
    document_type: one.documentType,
    keys: JSON.parse(keys),
    body: JSON.stringify(one.json),
  };
}
