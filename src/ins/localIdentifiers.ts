import type { Call, RecordId } from '#kernel';
import type { Sql, Store, Tx } from '#store';
import { dropLocals, keepLocals, localDomain, localsOf, localsOfOthers, recordOfLocal } from './localIdentifiers.sql.ts';
import { openWork } from './work/index.ts';

/** How software calls a person: `system` is the domain as a URI, `urn:oid:…`. */
export interface LocalIdentifier {
  readonly system: string;
  readonly value: string;
}

/** How the software of each place calls a person, whoever made the person known. */
export interface LocalIdentifiers {
  /**
   * Inside a transaction that holds the record: these identifiers, by the software of the call, lead to this record. `whole`: its others do
   * no longer. One that leads to another record already stays there, and both records go on the work list as a collision. Those without a
   * domain, or of more than 2,000 bytes, are not kept; of the others the first 50. Refuses nothing; nobody's right to write is decided here.
   */
  keep(tx: Tx, call: Call, record: RecordId, identifiers: readonly LocalIdentifier[], whole: boolean): Promise<void>;
  /** At most 100. */
  of(record: RecordId): Promise<readonly LocalIdentifier[]>;
  recordOf(system: string, value: string): Promise<RecordId | undefined>;
  /** Whether anybody bears an identifier of that domain. */
  isDomain(system: string): Promise<boolean>;
}

const most = 50;
/** Of both together, as PostgreSQL indexes them. */
const longestBytes = 2000;

export function openLocalIdentifiers(store: Store): LocalIdentifiers {
  const sql: Sql = store;
  return {
    async keep(tx, call, record, identifiers, whole) {
      const software = softwareOf(call);
      if (software === undefined) return;
      const kept = identifiers.filter(isKept).slice(0, most);
      const values = [kept.map(({ system }) => system), kept.map(({ value }) => value)];
      if (whole) await tx.query(dropLocals, [record, software, ...values]);
      if (kept.length === 0) return;
      await tx.query(keepLocals, [record, software, call.at, ...values]);
      const [other] = await tx.query<{ record_id: RecordId }>(localsOfOthers, [record, ...values]);
      if (other === undefined) return;
      await openWork(tx, { kind: 'collision', record, other: other.record_id, detail: 'local identifier' }, call.at);
    },
    of: (record) => sql.query<LocalIdentifier>(localsOf, [record]),
    recordOf: async (system, value) => (await sql.query<{ record_id: RecordId }>(recordOfLocal, [system, value]))[0]?.record_id,
    isDomain: async (system) => (await sql.query(localDomain, [system])).length > 0,
  };
}

function isKept({ system, value }: LocalIdentifier): boolean {
  return system !== '' && value !== '' && Buffer.byteLength(system) + Buffer.byteLength(value) <= longestBytes;
}

/** A software for itself, or the one that a professional works with. */
function softwareOf({ actor }: Call): string | undefined {
  if (actor.kind === 'software') return actor.id;
  return actor.kind === 'professional' ? actor.software : undefined;
}
