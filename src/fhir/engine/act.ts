import type { Identity } from '#ins';
import { type Call, PLATFORM, type RecordId, Refusal, unknownId } from '#kernel';
import { aim } from './aim.ts';
import type { Aims } from './aimed.ts';
import type { Change } from './change.ts';
import { check } from './check.ts';
import { conditionalReferences } from './conditional.ts';
import type { FhirDesk } from './desk.ts';
import { addressesOf } from './draft.ts';
import { kindOf } from './home.ts';
import { openHomes } from './homes.ts';
import { makePersons, type People, placePersons, Raced } from './newPersons.ts';
import { type Sight, sightOf, tracedUnder } from './permit.ts';
import { readThere } from './read.ts';
import * as refusals from './refusals.ts';
import { register } from './register.ts';
import { NotTheirs, settle } from './settle.ts';
import type { Written } from './stored.ts';
import { isNew, type NewPerson } from './whose.ts';

/**
 * The walk of a write, in the order it happens: one change or all the writes of a transaction. Read this file first.
 *
 *   check      types, ids, validity of each resource             check.ts
 *   aim        whose each resource is: its home                  aim.ts, whose.ts, persons.ts
 *   people     those who are new are made known to ins           newPersons.ts
 *   open       homes locked, rights decided, rows read           homes.ts
 *   settle     conditions, versions, numbers and ids             settle.ts
 *   register   links, patches, rows, outbox, trace               register.ts, draft.ts, ledger.ts
 *   - - - commit - - -
 *
 * All changes happen, or none. One answer for each change, in their order; undefined for a conditional deletion that found nothing. A
 * refusal is traced, on the record when one alone is concerned, and changes nothing else; but a person whom ins came to know stays known.
 * When it throws `store.unavailable` the outcome may be unknown.
 */
export async function act(desk: FhirDesk, call: Call, changes: readonly Change[]): Promise<readonly (Written | undefined)[]> {
  let where: RecordId = PLATFORM;
  const made = new Map<NewPerson, Identity>();
  try {
    const checked = check(desk, call.actor, changes);
    for (let attempt = 1; ; attempt++) {
      const aims = await aim(desk, call, checked);
      where = concerned(aims);
      const people = await makePersons(desk, call, aims, made);
      try {
        return await write(desk, call, aims, people);
      } catch (error) {
        if (!(error instanceof Raced) || attempt === mostAttempts) throw error;
      }
    }
  } catch (error) {
    const refusal = error instanceof NotTheirs ? await refusalOf(desk, call, error) : error;
    if (refusal instanceof Refusal && refusal.code !== 'store.unavailable') {
      const under = await tracedUnder(desk, where);
      await desk.trace.journal(call, under, { action: 'write', outcome: 'refused', code: refusal.code });
    }
    throw refusal;
  }
}

/** Each but the last ends because somebody else was made known meanwhile, by a condition that this act has too. */
const mostAttempts = 5;

/** What happens in one transaction of the database. */
async function write(desk: FhirDesk, call: Call, aims: Aims, people: People): Promise<readonly (Written | undefined)[]> {
  const sights = await sightsNeeded(desk, call, aims);
  await homesReady(desk, call, aims);
  return desk.store.transaction(async (tx) => {
    const { placed, fresh } = await placePersons(desk, tx, call, people);
    const homes = await openHomes(desk, tx, call, placed, sights, fresh);
    const settled = settle(placed, homes, call.actor);
    const conditional = await conditionalReferences(desk, tx, call, settled, sights);
    const ground = { desk, call, aims, settled, homes, conditional, addresses: addressesOf(settled) };
    return register(ground, tx, people);
  });
}

/** The one record that the changes are about; PLATFORM when there are several, or none. */
function concerned({ changes }: Aims): RecordId {
  const homes = new Set(changes.flatMap(({ aim: home }) => (isNew(home) || kindOf(home) === 'shared' ? [] : home)));
  const [home = PLATFORM] = homes;
  return homes.size === 1 ? home : PLATFORM;
}

/** What the caller may see of each record in which something is searched: decided before anything is locked, since deciding may write. */
async function sightsNeeded(desk: FhirDesk, call: Call, { changes }: Aims): Promise<ReadonlyMap<RecordId, Sight>> {
  const sights = new Map<RecordId, Sight>();
  for (const { aim: home, ask, mentions } of changes) {
    const searches = ask !== undefined || mentions.some(({ text }) => text.includes('?'));
    if (!searches || isNew(home) || sights.has(home)) continue;
    sights.set(home, await sightOf(desk, call, home, 'item'));
  }
  return sights;
}

/** What is shared and what is a depositor's own is ordered by a row as records are; it is made the first time. */
async function homesReady(desk: FhirDesk, call: Call, { changes }: Aims): Promise<void> {
  const homes = new Set(changes.flatMap(({ aim: home }) => (isNew(home) ? [] : home)));
  // A condition on people is ordered by the row of what is shared: no record's row could.
  if (changes.some(({ type, query }) => type === 'Patient' && query !== undefined)) homes.add(PLATFORM);
  for (const home of homes) {
    if (kindOf(home) === 'record' || desk.ready.has(home)) continue;
    await desk.store.transaction((tx) => desk.store.records.create(tx, call.at, home));
    desk.ready.add(home);
  }
}

/** Who may see that it is there is told that it is another's; who may not, that nothing is there. */
async function refusalOf(desk: FhirDesk, call: Call, { home, row }: NotTheirs): Promise<unknown> {
  try {
    return (await readThere(desk, call, home, row)) === undefined ? unknownId() : refusals.notYours();
  } catch (error) {
    return error;
  }
}
