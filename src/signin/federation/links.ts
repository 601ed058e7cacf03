import type { RecordId } from '#kernel';
import type { Store } from '#store';
import type { Accounts, CitizenAccount } from '../accounts/accounts.ts';
import { addFederated, addFederatedAccount, federatedByKey, federatedOf, removeFederated } from './federation.sql.ts';
import { alreadyLinked } from './refusals.ts';

/** A sign-in elsewhere that opens a carnet here. */
export interface FederatedLink {
  readonly issuer: string;
  readonly linkedAt: Date;
  readonly usedAt: Date;
}

/** Which sign-in elsewhere opens which carnet. The subjects are kept as keyed digests: who reads the table can follow nobody. */
export interface FederatedLinks {
  /** Whose carnet this subject opens; undefined when it opens none. */
  of(issuer: string, subject: string, at: Date): Promise<CitizenAccount | undefined>;
  /** Doing it again changes nothing. Refuses `signin.federation-taken` when the carnet is linked to another subject of that issuer. */
  link(issuer: string, name: string, subject: string, account: CitizenAccount, at: Date): Promise<void>;
  list(record: RecordId): Promise<readonly FederatedLink[]>;
  /** False when there was none. */
  unlink(record: RecordId, issuer: string): Promise<boolean>;
}

interface Key {
  readonly citizen_record: RecordId;
}

interface Row {
  readonly issuer: string;
  readonly linked_at: Date;
  readonly used_at: Date;
}

export function openFederatedLinks(store: Store, accounts: Pick<Accounts, 'ofRecord'>): FederatedLinks {
  const keyOf = (issuer: string, subject: string): Buffer =>
    store.keys.mac('signin/federated', Buffer.from(JSON.stringify([issuer, subject])));
  return {
    async of(issuer, subject, at) {
      const [row] = await store.query<Key>(federatedByKey, [keyOf(issuer, subject), at]);
      return row === undefined ? undefined : accounts.ofRecord(row.citizen_record);
    },
    async link(issuer, name, subject, { record, name: person }, at) {
      const key = keyOf(issuer, subject);
      const login = `dehors:${key.toString('hex').slice(0, 32)}`;
      await store.transaction(async (tx) => {
        const others = await tx.query<Row>(federatedOf, [record]);
        const [made] = await tx.query(addFederated, [key, record, issuer, at]);
        const [now] = made === undefined ? await tx.query<Key>(federatedByKey, [key, at]) : [];
        const isAnother = made === undefined ? now?.citizen_record !== record : others.some((one) => one.issuer === issuer);
        if (isAnother) throw alreadyLinked(name);
        if ((await accounts.ofRecord(record)) === undefined) await tx.query(addFederatedAccount, [login, record, person, at]);
      });
    },
    async list(record) {
      const rows = await store.query<Row>(federatedOf, [record]);
      return rows.map(({ issuer, linked_at: linkedAt, used_at: usedAt }) => ({ issuer, linkedAt, usedAt }));
    },
    async unlink(record, issuer) {
      return (await store.query(removeFederated, [record, issuer])).length > 0;
    },
  };
}
