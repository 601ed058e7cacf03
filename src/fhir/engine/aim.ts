import { type Call, PLATFORM, unknownId } from '#kernel';
import { readShared, sharedToChange } from '../fhir.sql.ts';
import { type Asked, askedFrom } from '../search/asked.ts';
import type { Aimed, Aims } from './aimed.ts';
import type { Checked } from './check.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf, ownHome, type Spot, sharedTypes, sharedUnlessPersonal, spotOf } from './home.ts';
import { linksOf } from './links.ts';
import { lookUpAliases } from './lookUp.ts';
import { matchesOf, sharedPlace } from './match.ts';
import { personsAmong } from './persons.ts';
import * as refusals from './refusals.ts';
import { homeOfSearch } from './scope.ts';
import type { Standing } from './standing.ts';
import { type Aim, type Known, whose } from './whose.ts';

/**
 * The second step: where each change happens. Reads, outside of the transaction, what cannot change any more once it is there: whose an
 * id is. Refuses what {@link whose} refuses, `id.unknown`, `fhir.several-matches`, `fhir.unresolved-reference`.
 */
export async function aim(desk: FhirDesk, call: Call, checked: readonly Checked[]): Promise<Aims> {
  const links = linksOf(checked);
  const aliases = await lookUpAliases(desk.store, [...checked, ...checked.flatMap(({ mentions }) => mentions)]);
  const persons = await personsAmong(desk, call, checked, links, aliases);
  const known = checked.map(
    (_, index): Known => ({
      person: (mention) => persons.of(index, mention),
      alias: (type, id) => aliases.get(`${type}/${id}`),
    }),
  );
  const changes: Aimed[] = [];
  for (const [index, change] of checked.entries()) {
    const knows = known[index];
    if (knows === undefined) continue;
    try {
      if (change.type === 'Patient') changes.push(persons.aimed(index, change));
      else changes.push(await aimOne(desk, call, change, knows, checked.length > 1));
    } catch (error) {
      throw refusals.placedAt(error, change.at);
    }
  }
  return { changes, links };
}

async function aimOne(desk: FhirDesk, call: Call, change: Checked, known: Known, together: boolean): Promise<Aimed> {
  const { type, id, query, input, mentions, at } = change;
  const aimed = { ...change, step: 'aimed' as const };
  const home = input === undefined ? undefined : whose(type, mentions, known, call.actor, at);
  if (id !== undefined) return { ...aimed, ...(await aimById(desk, call, change, id, home, known)) };
  if (query === undefined) return { ...aimed, aim: home ?? PLATFORM };
  const ask = askedFrom(new URLSearchParams(query));
  const where = home ?? (await homeOfSearch(desk, call, type, ask));
  if (where === undefined) throw unknownId();
  const there = together && change.verb === 'create' && where === PLATFORM ? await sharedThere(desk, call, type, ask) : undefined;
  return { ...aimed, aim: where, ask, ...(there === undefined ? {} : { there }) };
}

/** Most transactions that would make an organization find it: they then need not wait for each other. */
async function sharedThere(desk: FhirDesk, call: Call, type: string, ask: Asked): Promise<Standing | undefined> {
  const [one, another] = await matchesOf(desk, call, desk.store, type, ask, sharedPlace);
  if (one === undefined || another !== undefined) return undefined;
  return (await desk.store.query<Standing>(sharedToChange, [[type], [one.id]]))[0];
}

async function aimById(
  desk: FhirDesk,
  call: Call,
  { type, verb, at }: Checked,
  id: string,
  home: Aim | undefined,
  known: Known,
): Promise<Pick<Aimed, 'aim' | 'n' | 'chosen'>> {
  if (sharedTypes.has(type)) return { aim: PLATFORM };
  const spot: Spot | undefined = spotOf(type, id) ?? known.alias(type, id);
  if (spot !== undefined) {
    if (kindOf(spot.home) === 'own' && spot.home !== ownHome(call.actor)) throw unknownId();
    if (home !== undefined && home !== spot.home) throw refusals.otherRecord(at);
    return spot.home === PLATFORM ? { aim: PLATFORM } : { aim: spot.home, n: spot.n };
  }
  const maybeShared = sharedUnlessPersonal.has(type);
  if (verb !== 'update' || home === undefined) {
    if (maybeShared) return { aim: PLATFORM };
    throw unknownId();
  }
  if (home === PLATFORM) return { aim: home };
  if (maybeShared && (await desk.store.query(readShared, [type, id])).length > 0) throw refusals.otherRecord(at);
  return { aim: home, chosen: id };
}
