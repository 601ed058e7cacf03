import { type Actor, hexOfRecordId, itemId, PLATFORM, type RecordId, unknownId } from '#kernel';
import type { Json } from '../json.ts';
import { depositorIn, spotOf } from './home.ts';
import { nameOf, type OpenHome, type Placed } from './homes.ts';
import { byIdentity } from './patient/ensure.ts';
import { hiddenBy } from './references.ts';
import * as refusals from './refusals.ts';
import type { Standing } from './standing.ts';

/** What a change comes to: decided under the lock, before anything is written. */
export type Settled = Placed &
  (
    | {
        readonly does: 'add';
        readonly n: number;
        readonly id: string;
        readonly version: number;
        readonly alias: boolean;
        /** When it was deleted, if it was there before. */
        readonly after?: Date;
      }
    /** `claims`: the Patient was written from the identity in between, and becomes that of who made the person known. */
    | { readonly does: 'replace'; readonly row: Standing; readonly claims?: true }
    | { readonly does: 'remove'; readonly row: Standing }
    /** Nothing to write: it is there already, or no longer. */
    | { readonly does: 'keep'; readonly row: Standing }
    | { readonly does: 'nothing'; readonly ended?: { readonly id: string; readonly version: number; readonly at: Date } }
  );

/** Somebody else's: whether the caller may know so much is decided when the transaction is undone. */
export class NotTheirs extends Error {
  readonly home: RecordId;
  readonly row: Pick<Standing, 'n' | 'type' | 'id'>;

  constructor(home: RecordId, row: Pick<Standing, 'n' | 'type' | 'id'>) {
    super('a change of what another actor deposited');
    this.home = home;
    this.row = row;
  }
}

/**
 * The third step, pure, on what was read under the locks. Refuses `fhir.version-conflict`, `fhir.exists`, `fhir.several-matches`,
 * `fhir.id-mismatch`, `fhir.gone`, `fhir.reserved-id`, `fhir.same-resource-twice`, `id.unknown`.
 */
export function settle(placed: readonly Placed[], homes: ReadonlyMap<RecordId, OpenHome>, actor: Actor): readonly Settled[] {
  const next = new Map<RecordId, number>();
  const take = (home: RecordId): number => {
    const n = next.get(home) ?? (homes.get(home)?.locked.items ?? 0) + 1;
    next.set(home, n + 1);
    return n;
  };
  const written = new Set<string>();
  return placed.map((one) => {
    if (one.change.there !== undefined) return { ...one, does: 'keep', row: one.change.there };
    const open = homes.get(one.home);
    if (open === undefined) throw new Error('a change in a home that was not opened');
    const settled = at(one, () => settleOne(one, open, actor, take));
    for (const name of writes(settled)) {
      if (written.has(name)) throw refusals.twice(one.change.at);
      written.add(name);
    }
    return settled;
  });
}

function at<T>({ change }: Placed, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    throw refusals.placedAt(error, change.at);
  }
}

/** What no two entries of one act may do: write the same thing, or make what the same condition asks for. */
function writes(settled: Settled): readonly string[] {
  const { home, change } = settled;
  if (settled.does === 'nothing' || settled.does === 'keep') return [];
  if (settled.does !== 'add') return [`${home}/${nameOf(home, settled.row)}`];
  const thing = `${home}/${nameOf(home, { n: settled.n, type: change.type, id: settled.id })}`;
  if (change.query === undefined) return [thing];
  return [thing, `${change.type === 'Patient' ? '' : home}/${change.type}?${change.query}`];
}

function settleOne(placed: Placed, open: OpenHome, actor: Actor, take: (home: RecordId) => number): Settled {
  const { change, home } = placed;
  const row = standingOf(placed, open);
  if (row === undefined) return settleMissing(placed, open, actor, take);
  if (row.type !== change.type) throw unknownId();
  if (open.fresh && row.depositor === byIdentity) return { ...placed, does: 'replace', row, claims: true };
  if (change.verb === 'create') return { ...placed, does: 'keep', row };
  if (change.ifNoneMatch !== undefined) throw refusals.exists();
  const written = change.query === undefined || change.verb !== 'update' ? undefined : change.input?.json.id;
  if (written !== undefined && written !== row.id) throw refusals.idMismatch(change.at);
  if (row.depositor !== depositorIn(home, actor) && !(home === PLATFORM && actor.kind === 'operator'))
    throw new NotTheirs(home, row);
  // What a minor keeps from who represents them is not told by a refusal either.
  if (actor.kind === 'delegate' && hiddenBy(JSON.parse(row.body) as Json).fromRepresentatives) throw unknownId();
  if (change.ifMatch !== undefined && change.ifMatch !== row.version) throw refusals.versionConflict(row.version);
  return { ...placed, does: change.verb === 'remove' ? 'remove' : 'replace', row };
}

function standingOf({ index, home, change }: Placed, open: OpenHome): Standing | undefined {
  if (change.ask === undefined) return open.standing.get(nameOf(home, change));
  const matches = open.matches.get(index) ?? [];
  if (matches.length > 1) throw refusals.severalMatches(change.at);
  return matches[0];
}

function settleMissing(placed: Placed, open: OpenHome, actor: Actor, take: (home: RecordId) => number): Settled {
  const { change, home } = placed;
  const { verb, type, at } = change;
  const ended = change.ask === undefined ? open.ended.get(nameOf(home, change)) : undefined;
  if (ended !== undefined && ended.type !== type) throw unknownId();
  if (ended !== undefined && ended.depositor !== depositorIn(home, actor)) throw new NotTheirs(home, ended);
  if (verb === 'remove') {
    if (ended === undefined && change.id !== undefined) throw unknownId();
    return { ...placed, does: 'nothing', ...(ended === undefined ? {} : { ended }) };
  }
  if (verb === 'patch') throw ended === undefined ? unknownId() : refusals.gone();
  if (change.ifMatch !== undefined) throw refusals.versionConflict(0);
  if (ended !== undefined) {
    return { ...placed, does: 'add', n: ended.n, id: ended.id, version: ended.version + 1, alias: false, after: ended.at };
  }
  const chosen = chosenId(placed);
  if (chosen !== undefined && spotOf(type, chosen) !== undefined) throw refusals.reservedId(at);
  const n = type === 'Patient' ? 0 : take(home);
  const id = chosen ?? (type === 'Patient' ? hexOfRecordId(home) : itemId(home, n));
  return { ...placed, does: 'add', n, id, version: 1, alias: chosen !== undefined && home !== PLATFORM };
}

/** The id that the sender gave: in the address of an update, or in the resource when its condition found nothing. */
export function chosenId({ change }: Placed): string | undefined {
  if (change.verb !== 'update') return undefined;
  if (change.id !== undefined) return change.id;
  const id = change.input?.json.id;
  return typeof id === 'string' && spotOf(change.type, id) === undefined ? id : undefined;
}
