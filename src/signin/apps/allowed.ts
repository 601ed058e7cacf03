import { isRecordId, type RecordId } from '#kernel';
import type { Store } from '#store';
import { cutGrant, grantsAbout, putGrant, sweepGrants, touchGrant } from './apps.sql.ts';
import type { Cuts } from './cuts.ts';

/** What a person allowed an application. */
export interface AllowedApp {
  /** Opens nothing; what was allowed is cut by it. */
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  /** Who allowed it. */
  readonly person: RecordId;
  /** Whose record it opens: theirs, or that of whom they act for. */
  readonly opens: RecordId;
  readonly scopes: readonly string[];
  readonly since: Date;
  readonly until: Date;
  /** To the minute. */
  readonly usedAt?: Date;
}

/** The applications that people allowed. */
export interface Allowed {
  /** The id of a grant of the provider, for tokens and lists. */
  idOf(grantId: string): string;
  note(grantId: string, app: Omit<AllowedApp, 'id' | 'usedAt'>): Promise<void>;
  /** Those in force that a person allowed, or that open their record; newest first, at most 200. */
  about(record: RecordId): Promise<AllowedApp[]>;
  /** Its tokens are refused from now on, and none is given any more; undefined when it was cut already or never was. */
  cut(id: string): Promise<AllowedApp | undefined>;
  /** Noted at most once a minute, beside the act. */
  used(id: string): void;
  sweep(at: Date): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly grant_sealed: Buffer;
  readonly person: string;
  readonly opens: string;
  readonly client_id: string;
  readonly name: string;
  readonly scopes: string;
  readonly since: Date;
  readonly until: Date;
  readonly used_at: Date | null;
}

const mostShown = 200;
const touchMs = 60_000;
/** How long what is over stays, for who asks the operator. */
const keptDays = 30;
const purpose = 'signin/app-grant';

/** `forget` removes what the provider keeps of a grant: refresh tokens, codes, the grant itself. */
export function openAllowed(store: Store, cuts: Cuts, forget: (grantId: string) => Promise<void>, clock: () => Date): Allowed {
  const touched = new Map<string, number>();
  return {
    idOf: (grantId) => store.keys.mac(purpose, Buffer.from(grantId)).toString('base64url').slice(0, 32),
    async note(grantId, { person, opens, clientId, name, scopes, since, until }) {
      const sealed = store.keys.seal(purpose, Buffer.from(grantId));
      const values = [this.idOf(grantId), sealed, person, opens, clientId, name, scopes.join(' '), since, until];
      await store.query(putGrant, values);
    },
    async about(record) {
      return (await store.query<Row>(grantsAbout, [record, clock(), mostShown])).flatMap(appOf);
    },
    async cut(id) {
      const [row] = await store.query<Row>(cutGrant, [id, clock()]);
      await cuts.cut(id);
      if (row === undefined) return undefined;
      await forget(store.keys.unseal(purpose, row.grant_sealed).toString('utf8'));
      return appOf(row)[0];
    },
    used(id) {
      const at = clock();
      if (at.getTime() - (touched.get(id) ?? 0) < touchMs) return;
      if (touched.size >= 10_000) touched.clear();
      touched.set(id, at.getTime());
      // What fails is noted a minute later.
      store.query(touchGrant, [id, at]).catch(() => undefined);
    },
    async sweep(at) {
      await store.query(sweepGrants, [new Date(at.getTime() - keptDays * 86_400_000)]);
    },
  };
}

function appOf(row: Row): AllowedApp[] {
  const { id, person, opens, client_id: clientId, name, scopes, since, until, used_at: usedAt } = row;
  if (!isRecordId(person) || !isRecordId(opens)) return [];
  const words = scopes.split(' ').filter(Boolean);
  return [{ id, clientId, name, person, opens, scopes: words, since, until, ...(usedAt === null ? {} : { usedAt }) }];
}
