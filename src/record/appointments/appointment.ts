import { isObject, type Json, objects, text } from '#fhir';
import { hexOfRecordId, type RecordId } from '#kernel';
import type { Source } from '../profile/line.ts';
import * as refusals from './refusals.ts';

/** An appointment as its person reads it. */
export interface AppointmentLine {
  /** The id of its FHIR resource. */
  readonly id: string;
  /** Instants. */
  readonly at: string;
  readonly until: string;
  readonly cancelled: boolean;
  /** With whom, as it was written; their national identifier where it is known. */
  readonly with?: string;
  readonly professional?: string;
  readonly place?: string;
  readonly reason?: string;
  readonly note?: string;
  readonly source: Source;
  /** The person entered it, and may change or remove it. */
  readonly own: boolean;
}

/** What the person enters. */
export interface AppointmentWish {
  /** An instant, from ten years ago to five years ahead. */
  readonly at: Date;
  /** How long, in minutes, 5 to 1,440. */
  readonly minutes: number;
  /** With whom, in words: 120 characters. With `professional` their name. */
  readonly with: string;
  /** National identifier, `8` and 11 digits. */
  readonly professional?: string;
  /** 200 characters each, the note 1,000. */
  readonly place: string;
  readonly reason: string;
  readonly note: string;
}

const rpps = 'urn:oid:1.2.250.1.71.4.2.1';
const limits = { with: 120, place: 200, reason: 200, note: 1000 } as const;
const year = 366 * 86_400_000;

/**
 * The Appointment of a wish. Refuses `appointments.empty` when it says neither with whom nor why, `appointments.bad-moment`,
 * `appointments.bad-length`, `appointments.too-long`.
 */
export function appointmentOf(record: RecordId, wish: AppointmentWish, now: Date, cancelled = false) {
  const { at, minutes, professional, place } = wish;
  if (!(at.getTime() > now.getTime() - 10 * year && at.getTime() < now.getTime() + 5 * year)) throw refusals.badMoment();
  if (!Number.isInteger(minutes) || minutes < 5 || minutes > 1440) throw refusals.badLength();
  for (const [name, most] of Object.entries(limits))
    if (wish[name as keyof typeof limits].length > most) throw refusals.tooLong(most);
  if (wish.with.trim() === '' && wish.reason.trim() === '') throw refusals.empty();
  const participant = (actor: object): object => ({ actor, status: 'accepted' });
  const known = professional === undefined ? {} : { identifier: { system: rpps, value: professional } };
  return {
    resourceType: 'Appointment',
    status: cancelled ? 'cancelled' : 'booked',
    ...said('description', wish.reason),
    start: at.toISOString(),
    end: new Date(at.getTime() + minutes * 60_000).toISOString(),
    minutesDuration: minutes,
    ...said('comment', wish.note),
    participant: [
      participant({ reference: `Patient/${hexOfRecordId(record)}` }),
      ...(wish.with.trim() === '' ? [] : [participant({ type: 'Practitioner', ...known, display: wish.with.trim() })]),
      ...(place.trim() === '' ? [] : [participant({ type: 'Location', display: place.trim() })]),
    ],
  };
}

const said = (name: string, words: string): object => (words.trim() === '' ? {} : { [name]: words.trim() });

const shown: ReadonlySet<unknown> = new Set(['booked', 'arrived', 'checked-in', 'fulfilled', 'pending', 'cancelled', 'noshow']);

/** Reads an Appointment; undefined when it has no beginning, or none that was agreed. Pure. */
export function lineIn(resource: Json): AppointmentLine | undefined {
  const { id, start, end, status, description, comment, meta } = resource;
  const at = instantOf(start);
  if (resource.resourceType !== 'Appointment' || at === undefined || !shown.has(status)) return undefined;
  const { practitioners, places } = whoAndWhere(resource);
  const reason = text(description) ?? reasonIn(resource);
  const isOwn = isObject(meta) && objects(meta.tag).some((tag) => tag.system === 'urn:socle:origin' && tag.code === 'person');
  const saidAt = isObject(meta) ? text(meta.lastUpdated) : undefined;
  const professional = practitioners.find((one) => one.professional !== undefined)?.professional;
  const named = practitioners.flatMap(({ name }) => name ?? []).join(', ');
  const note = text(comment);
  return {
    id: text(id) ?? '',
    at: at.toISOString(),
    until: (instantOf(end) ?? new Date(at.getTime() + 15 * 60_000)).toISOString(),
    cancelled: status === 'cancelled' || status === 'noshow',
    ...(named === '' ? {} : { with: named }),
    ...(professional === undefined ? {} : { professional }),
    ...(places.length === 0 ? {} : { place: places.join(', ') }),
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
    source: {
      kind: isOwn ? 'person' : 'data',
      resource: `Appointment/${text(id) ?? ''}`,
      ...(saidAt === undefined ? {} : { at: saidAt }),
    },
    own: isOwn,
  };
}

interface Named {
  readonly name?: string;
  readonly professional?: string;
}

/** Who takes part beside the person, and where. */
export function whoAndWhere(resource: Json): { readonly practitioners: readonly Named[]; readonly places: readonly string[] } {
  const practitioners: Named[] = [];
  const places: string[] = [];
  for (const { actor } of objects(resource.participant)) {
    if (!isObject(actor)) continue;
    const type = text(actor.type) ?? /^(?:.*\/)?([A-Z][A-Za-z]+)\/[^/]+$/.exec(text(actor.reference) ?? '')?.[1] ?? '';
    const name = text(actor.display);
    const { identifier } = actor;
    const value = isObject(identifier) && identifier.system === rpps ? text(identifier.value) : undefined;
    if (type === 'Location' || type === 'HealthcareService') places.push(...(name === undefined ? [] : [name]));
    else if (type !== 'Patient' && type !== 'RelatedPerson' && (name !== undefined || value !== undefined))
      practitioners.push({ ...(name === undefined ? {} : { name }), ...(value === undefined ? {} : { professional: value }) });
  }
  return { practitioners, places };
}

function reasonIn({ reasonCode, serviceType, appointmentType }: Json): string | undefined {
  const concepts = [...objects(reasonCode), ...objects(serviceType), ...(isObject(appointmentType) ? [appointmentType] : [])];
  return concepts
    .map((concept) => text(concept.text) ?? objects(concept.coding).flatMap(({ display }) => text(display) ?? [])[0])
    .find((words) => words !== undefined);
}

export function instantOf(value: unknown): Date | undefined {
  const instant = typeof value === 'string' ? new Date(value) : undefined;
  return instant === undefined || Number.isNaN(instant.getTime()) ? undefined : instant;
}
