import { type Fhir, isEnteredByPerson, type Json, text } from '#fhir';
import type { Ins } from '#ins';
import { type Call, hexOfRecordId, isThemself, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import { type Permit, type Rights, throughLink } from '#rights';
import type { Trace } from '#trace';
import { type OwnDesk, removeOwn, writeOwn } from '../own.ts';
import { refusing } from '../refusing.ts';
import { type BodyMass, bodyMassOf, type Course, coursesFrom } from './course.ts';
import { type ProfileEntry, readEntry } from './entry.ts';
import { entryIn } from './entryIn.ts';
import type { HealthProfile } from './line.ts';
import { profileFrom } from './merge.ts';
import { courseReading, type ProfileSources, profileResources, profileSources, type Reading } from './read.ts';
import * as refusals from './refusals.ts';
import { resourceOf } from './write.ts';

export interface ProfileDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed' | 'linkedTo' | 'decidePurpose'>;
  readonly trace: Pick<Trace, 'journal' | 'positions'>;
  readonly fhir: Pick<Fhir, 'matching' | 'shownPlaced'> & OwnDesk['fhir'];
  readonly ins: Pick<Ins, 'byRecord'>;
}

/** The health profile of a record: what is known of its person, and what they enter themself. All refuse what `rights.decide` refuses, traced. */
export interface ProfileViews {
  /** With what is in the records that this one goes on for, where the caller may see them. One line in the log of each. */
  show(call: Call, record: RecordId): Promise<HealthProfile>;
  /** The measures of it over time: at most the last 1,000. One line in the log of each record, as of the profile. */
  courses(call: Call, record: RecordId): Promise<MeasureCourses>;
  /** Whether the caller may enter, change and remove: the person, and who acts for them with the purpose `rights`. */
  mayEnter(call: Call, record: RecordId): Promise<boolean>;
  /** What the person entered under an id that a line tells (`own`). Refuses `id.unknown`. */
  entry(call: Call, record: RecordId, id: string): Promise<ProfileEntry>;
  /**
   * Keeps what the person enters, as a FHIR resource of their own; with an id in place of what they entered there. Gives the id; an
   * entry stays in its section. Refuses what {@link readEntry} refuses, `record.bad-measure`, `record.too-many-entries`, `id.unknown`, and
   * what `fhir.create` and `fhir.update` refuse.
   */
  enter(call: Call, record: RecordId, body: unknown, id?: string): Promise<string>;
  /** Takes it away. Refuses `id.unknown`. What others say of the same thing stays. */
  remove(call: Call, record: RecordId, id: string): Promise<void>;
}

export interface MeasureCourses {
  readonly courses: readonly Course[];
  /** Of an adult whose weight and height are known. */
  readonly bodyMass?: BodyMass;
  /** More was there than is shown: the oldest are left out. */
  readonly cut: boolean;
}

/** A person's own entries. */
const most = 300;

export function openProfile(desk: ProfileDesk): ProfileViews {
  const own = async (call: Call, record: RecordId, id: string): Promise<Json> => ownResource(desk, call, record, id);
  return {
    show: (call, record) => refusing(desk, call, record, () => show(desk, call, record)),
    courses: (call, record) => refusing(desk, call, record, () => courses(desk, call, record)),
    mayEnter: (call, record) => mayEnter(desk, call, record),
    entry: (call, record, id) =>
      refusing(desk, call, record, async () => {
        const entry = entryIn(await own(call, record, id));
        if (entry === undefined) throw unknownId();
        return entry;
      }),
    enter: (call, record, body, id) => refusing(desk, call, record, () => enter(desk, call, record, body, id)),
    remove: (call, record, id) =>
      refusing(desk, call, record, async () => {
        const { resourceType } = await own(call, record, id);
        await removeOwn(desk, call, record, text(resourceType) ?? '', id);
      }),
  };
}

async function show(desk: ProfileDesk, call: Call, record: RecordId): Promise<HealthProfile> {
  const { resources, documents, cut } = await lookEverywhere(desk, call, record);
  return { lines: profileFrom(resources, documents, call.at.toISOString().slice(0, 10)), cut };
}

async function courses(desk: ProfileDesk, call: Call, record: RecordId): Promise<MeasureCourses> {
  const { resources, documents, cut } = await lookEverywhere(desk, call, record, courseReading);
  const found = coursesFrom(resources, documents);
  const identity = await desk.ins.byRecord(record);
  const bodyMass = identity && bodyMassOf(found, identity.traits.birthDate);
  return { courses: found, ...(bodyMass === undefined ? {} : { bodyMass }), cut };
}

/** In the record, and in those that it goes on for as far as the caller may see them. */
async function lookEverywhere(desk: ProfileDesk, call: Call, record: RecordId, reading?: Reading): Promise<ProfileSources> {
  const own = await lookAt(desk, await desk.rights.decide(call, record, 'list'), reading);
  const linked = await Promise.all((await desk.rights.linkedTo(record)).map((one) => lookThrough(desk, call, one, reading)));
  const parts = [own, ...linked.filter((part) => part !== undefined)];
  return {
    resources: parts.flatMap((part) => part.resources),
    documents: parts.flatMap((part) => part.documents),
    cut: parts.some(({ cut }) => cut),
  };
}

/** Once more when nothing is there and the rights have changed since the Permit was made. A person looking at their own is no news to anyone. */
async function lookAt(desk: ProfileDesk, permit: Permit, reading?: Reading, isLinked = false): Promise<ProfileSources> {
  const found = await profileSources(desk.fhir, permit, reading);
  const renewed = found.resources.length === 0 ? await desk.rights.renewed(permit, 'list') : undefined;
  const look = renewed === undefined ? found : await profileSources(desk.fhir, renewed, reading);
  const { ground } = renewed ?? permit;
  if (!isThemself(permit.call.actor))
    await desk.trace.journal(permit.call, permit.record, {
      action: 'list',
      outcome: 'done',
      ...(ground === undefined ? {} : { ground }),
      detail: { what: 'profile', ...(isLinked ? throughLink : {}) },
    });
  return look;
}

async function lookThrough(
  desk: ProfileDesk,
  call: Call,
  linked: RecordId,
  reading?: Reading,
): Promise<ProfileSources | undefined> {
  try {
    return await lookAt(desk, await desk.rights.decide(call, linked, 'list'), reading, true);
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}

async function mayEnter({ rights }: ProfileDesk, call: Call, record: RecordId): Promise<boolean> {
  try {
    await rights.decidePurpose(call, record, 'rights');
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return false;
    throw error;
  }
}

/** The day that it is where it is latest: somebody’s today is no day to come (UTC+14). */
const latestDay = (at: Date): string => new Date(at.getTime() + 14 * 3_600_000).toISOString().slice(0, 10);

/** As far as the caller may see it, and only what a person entered. */
async function ownResource(desk: ProfileDesk, call: Call, record: RecordId, id: string): Promise<Json> {
  const { record: of, n } = parseItemId(id);
  if (of !== record) throw unknownId();
  const permit = await desk.rights.decide(call, record, 'item');
  const [body] = await desk.fhir.shownPlaced(permit, [n], 1);
  const resource = body === undefined ? undefined : (JSON.parse(body) as Json);
  if (resource === undefined || !isEnteredByPerson(resource)) throw unknownId();
  return resource;
}

async function enter(desk: ProfileDesk, call: Call, record: RecordId, body: unknown, id: string | undefined): Promise<string> {
  const entry = readEntry(body, latestDay(call.at));
  const resource = resourceOf(entry, { patient: `Patient/${hexOfRecordId(record)}`, at: call.at });
  const before = id === undefined ? undefined : await ownResource(desk, call, record, id);
  if (before === undefined || id === undefined) {
    const { resources } = await profileResources(desk.fhir, await desk.rights.decide(call, record, 'list'));
    if (resources.filter(isEnteredByPerson).length >= most) throw refusals.tooManyEntries(most);
    return writeOwn(desk, call, record, resource);
  }
  if (before.resourceType !== resource.resourceType) throw refusals.malformedEntry('section');
  return writeOwn(desk, call, record, resource, { id });
}
