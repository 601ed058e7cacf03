import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { Statement, Store } from '#store';
import {
  consumeArtefact,
  destroyArtefact,
  findArtefact,
  findArtefactByUid,
  putArtefact,
  revokeGrant,
  sweepArtefacts,
} from '../signin.sql.ts';

/** Seconds for which a software that asks for the outcome of its demand is told that it came too late, rather than that there was none. */
const told = 600;

interface Row {
  readonly sealed: Buffer;
  readonly consumed_at: Date | null;
}

/**
 * The provider's artefacts (codes, refresh tokens, sessions, interactions, grants) in PostgreSQL.
 *
 * The table holds keyed digests of ids and sealed payloads: who reads it can use nothing of it. A code is used once, whatever the
 * race: the row says so, not the process.
 */
export function openAdapter(store: Store, clients: (id: string) => Promise<AdapterPayload | undefined>): AdapterFactory {
  const keyOf = (kind: string, id: string): Buffer => store.keys.mac('signin/artefact', Buffer.from(`${kind}\n${id}`));
  const purpose = (model: string): string => `signin/artefact/${model}`;

  return (model): Adapter => {
    const read = async (statement: Statement, key: Buffer): Promise<AdapterPayload | undefined> => {
      const [row] = await store.query<Row>(statement, [key, model, new Date()]);
      if (row === undefined) return undefined;
      const payload = JSON.parse(store.keys.unseal(purpose(model), row.sealed).toString('utf8')) as AdapterPayload;
      return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) };
    };
    return {
      async upsert(id, payload, expiresIn) {
        const sealed = store.keys.seal(purpose(model), Buffer.from(JSON.stringify(payload)));
        const grant = payload.grantId === undefined ? null : keyOf('grant', payload.grantId);
        const uid = payload.uid === undefined ? null : keyOf('uid', payload.uid);
        const kept = expiresIn === undefined ? undefined : expiresIn + (model === 'BackchannelAuthenticationRequest' ? told : 0);
        const expires = kept === undefined ? null : new Date(Date.now() + kept * 1000);
        await store.query(putArtefact, [keyOf('id', id), model, sealed, grant, uid, expires]);
      },
      find: (id) => (model === 'Client' ? clients(id) : read(findArtefact, keyOf('id', id))),
      findByUid: (uid) => read(findArtefactByUid, keyOf('uid', uid)),
      findByUserCode: async () => undefined,
      async consume(id) {
        const taken = await store.query(consumeArtefact, [keyOf('id', id), model, new Date()]);
        if (taken.length === 0) throw new errors.InvalidGrant(`${model} already consumed`);
      },
      async destroy(id) {
        await store.query(destroyArtefact, [keyOf('id', id), model]);
      },
      async revokeByGrantId(grantId) {
        await store.query(revokeGrant, [keyOf('grant', grantId), model]);
      },
    };
  };
}

/** Removes what has expired; safe on several servers at once. */
export async function sweepExpired(store: Store, at: Date): Promise<void> {
  await store.query(sweepArtefacts, [at]);
}
