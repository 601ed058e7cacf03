import { type Call, PLATFORM, type RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Store } from '#store';
import { fhirRefusal } from '../refusals.ts';
import { type Asked, askedFrom, type Parameters, type Place, parseSearch, type SearchRow, searchSql } from '../search/index.ts';
import { changedSight, type Sight, sightOf } from '../sight.ts';
import type { Change, Look } from './desk.ts';
import type { Filter } from './wish.ts';

/** What looking takes. */
export interface LookGround {
  readonly store: Pick<Store, 'query'>;
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly parameters: Parameters;
  readonly base: string;
}

/** Looks by the search of its own kind of resource, narrowed to the one that changed and to what rights show at that moment. */
export function openLook({ store, rights, parameters, base }: LookGround): {
  readonly look: Look;
  readonly checkFilter: (filter: Filter) => void;
} {
  const queryOf = (call: Call, type: string, asked: Asked) =>
    ({ ...parseSearch(parameters, type, asked, { base, now: call.at }), count: 1, total: false }) as const;
  const found = async (
    call: Call,
    change: Change,
    asked: Asked,
    place: Place,
  ): Promise<{ readonly body: string } | undefined> => {
    const statement = searchSql(queryOf(call, change.type, asked), place, parameters);
    const [row] = await store.query<Partial<SearchRow>>(statement, statement.values);
    return row?.body === undefined || row.body === null ? undefined : { body: row.body.toString() };
  };
  return {
    async look(call, change, filter) {
      const asked = new Map(askedOf(filter)).set('_id', [change.id]);
      if (change.record === PLATFORM) return found(call, change, asked, { record: undefined });
      const sight =
        change.type === 'Patient'
          ? await identityOf(rights, call, change.record)
          : await sightOf(rights, call, change.record, ignore);
      if (sight === undefined) return undefined;
      const seen = await found(call, change, asked, placeOf(change.record, sight));
      const now = seen === undefined ? await changedSight(rights, sight) : undefined;
      return now === undefined ? seen : found(call, change, asked, placeOf(change.record, now));
    },
    checkFilter(filter) {
      const asked = askedOf(filter);
      for (const name of asked.keys()) if (forAPage.test(name)) throw notInFilter(name);
      parseSearch(parameters, filter.type, asked, { base, now: new Date() });
    },
  };
}

const ignore = (): void => undefined;

/** Who a record is about is for those too who may see nothing else of it. */
async function identityOf(rights: LookGround['rights'], call: Call, record: RecordId): Promise<Sight | undefined> {
  const permit = await rights.decide(call, record, 'identity').catch(ignore);
  return permit === undefined ? undefined : { all: false, permit, asWhat: 'identity' };
}

function placeOf(record: RecordId, sight: Sight): Place {
  return sight.all ? { record } : { record, narrow: (alias, first) => sight.permit.predicate(first, alias) };
}

function askedOf({ query }: Filter): Asked {
  return askedFrom(new URLSearchParams(query));
}

/** What shapes an answer chooses nothing. */
const forAPage = /^_(sort|count|total|include|revinclude|summary|elements|format|pretty)\b|^page$/;

function notInFilter(name: string) {
  return fhirRefusal(
    'subscription-criteria',
    `« ${name} » n’a pas cours dans les critères d’un abonnement : il met en forme une réponse.`,
    `“${name}” is not for the criteria of a subscription: it shapes an answer.`,
    'Subscription.criteria',
  );
}
