import { createHash } from 'node:crypto';
import type { Call } from '#kernel';
import { PLATFORM } from '#kernel';
import type { Store } from '#store';
import type { Trace } from '#trace';
import { dropAuthorisation, putAuthorisation, readAuthorisation } from './authorisation.sql.ts';
import { ours } from './ours.ts';
import { type Allowed, type Authorisation, deniedBy } from './table.ts';

/** On which every server of a database hears that the table was loaded. */
const channel = 'socle_rights';
/** A server that heard nothing looks again after this long, in milliseconds. */
const looked = 60_000;

export interface LoadAuthorisation {
  readonly allowed: Allowed;
  /** Where the table comes from, in the operator's words: told to citizens. */
  readonly source: string;
  /** The operator says that it is the official one. */
  readonly official: boolean;
}

/** The authorisation table in force: the one loaded, else Socle's own. */
export interface Authorisations {
  /** At most a minute old, and new as soon as another server tells of a load. */
  now(): Promise<Authorisation>;
  /** Replaces the table whole, traced on the platform's chain. False when the same was loaded already. */
  load(call: Call, table: LoadAuthorisation): Promise<boolean>;
  /** Back to Socle's own. False when nothing was loaded. */
  unload(call: Call): Promise<boolean>;
  /** Hears what other servers load, until the function it gives is called. */
  listen(): Promise<() => Promise<void>>;
}

interface Row {
  readonly allowed: string;
  readonly source: string;
  readonly official: boolean;
  readonly digest: string;
  readonly loaded_at: Date;
}

export function openAuthorisations(store: Store, trace: Trace): Authorisations {
  let kept: { readonly table: Promise<Authorisation>; readonly at: number } | undefined;
  let last: Authorisation | undefined;
  const read = async (): Promise<Authorisation> => {
    const [row] = await store.query<Row>(readAuthorisation);
    return row === undefined ? ours : tableOf(row);
  };
  const lookAgain = async (): Promise<Authorisation> => {
    const table = await read();
    // The same table stays the same object: what was computed of it is kept.
    if (last?.digest !== table.digest) last = table;
    return last;
  };
  // Who asks while it is read waits for the same answer.
  const now = (): Promise<Authorisation> => {
    if (kept !== undefined && performance.now() - kept.at < looked) return kept.table;
    const asked = { table: lookAgain(), at: performance.now() };
    kept = asked;
    asked.table.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.table;
  };
  const changed = async (): Promise<void> => {
    kept = undefined;
    await store.outbox.hint(channel, 'authorisation');
  };
  return {
    now,
    async load(call, { allowed, source, official }) {
      const told = JSON.stringify([...allowed].map(([profession, types]) => [profession, [...types].sort()]).sort());
      const digest = createHash('sha256')
        .update(JSON.stringify([told, source, official]))
        .digest('hex');
      if ((await read()).digest === digest) return false;
      await store.transaction(async (tx) => {
        tx.write(putAuthorisation, [told, source, official, digest, call.at]);
        const detail = { change: 'authorisation', digest, source, official: String(official) };
        await trace.append(tx, call, PLATFORM, { action: 'rights', outcome: 'done', detail });
      });
      await changed();
      return true;
    },
    async unload(call) {
      const dropped = await store.transaction(async (tx) => {
        const [row] = await tx.query<{ digest: string }>(dropAuthorisation);
        if (row === undefined) return false;
        const detail = { change: 'authorisation', digest: ours.digest, source: ours.source.en, official: 'false' };
        await trace.append(tx, call, PLATFORM, { action: 'rights', outcome: 'done', detail });
        return true;
      });
      if (dropped) await changed();
      return dropped;
    },
    listen: () =>
      store.listen(channel, () => {
        kept = undefined;
      }),
  };
}

function tableOf({ allowed, source, official, digest, loaded_at: loadedAt }: Row): Authorisation {
  const pairs = JSON.parse(allowed) as [string, string[]][];
  const table = new Map(pairs.map(([profession, types]) => [profession, new Set(types)]));
  return { denied: deniedBy(table), source: { fr: source, en: source }, official, digest, loadedAt };
}
