import { isObject, objects } from '#fhir';
import type { Call, CodedValue } from '#kernel';
import { classOfType } from '#terminology';
import { type CdaHeader, scanHeader } from '../cda/index.ts';
import { type Facts, listed } from '../check.ts';
import { concept } from '../describe.ts';
import type { Desk } from '../desk.ts';
import { entryOf, keptOf } from '../entry.ts';
import { read } from '../read.ts';
import { limits } from '../received.ts';
import { type Amended, amend, type Correction, type Plan } from './amend.ts';
import * as refusals from './refusals.ts';
import type { EntryCondition, Opened } from './withEntry.ts';

type Json = Readonly<Record<string, unknown>>;

/** Words about a document that its makers may correct; what is absent stays. */
export interface Wording {
  /** 1 to 300 characters. */
  readonly title?: string;
  readonly description?: string;
  readonly type?: CodedValue;
  readonly eventStart?: Date;
  readonly eventEnd?: Date;
  readonly facilityType?: CodedValue;
  readonly practiceSetting?: CodedValue;
}

/** Made under the lock, from the FHIR face as it is. */
export type Wish = (body: Json) => Wording;

/**
 * Corrects what is said about a document, without another document: title, description, type (its class follows), dates of the act, facility
 * type and practice setting. What the header of a CDA says is true: a correction may agree with it and not differ; the title is the
 * registry's own, as at the deposit. Codes are those of the lists.
 *
 * Refuses as `amend`, `documents.metadata-fixed`, `documents.unknown-code`. Source: ITI-57; CI-SIS, header and metadata.
 */
export async function correct(desk: Desk, call: Call, id: string, wish: Wish, condition: EntryCondition = {}): Promise<Amended> {
  // The bytes of a document never change: what its header says is read before anything is locked.
  const entry = await read(desk, call, id);
  const header = entry.facts().level === 'other' ? undefined : scanHeader(await entry.bytes());
  const plan: Plan = (body, opened) => {
    const face = JSON.parse(body) as Json;
    const wording = wish(face);
    refuseAgainst(header, wording);
    const correction = correctionOf(opened, face, wording);
    return correction === undefined ? {} : { correction };
  };
  return amend(desk, call, id, plan, condition);
}

function refuseAgainst(header: CdaHeader | undefined, wording: Wording): void {
  if (header === undefined) return;
  const { type, eventStart, eventEnd, facilityType, practiceSetting } = wording;
  const codes = [
    ['type', type, header.type],
    ['context.facilityType', facilityType, header.facilityType],
    ['context.practiceSetting', practiceSetting, header.practiceSetting],
  ] as const;
  for (const [at, wished, said] of codes) {
    if (wished !== undefined && said !== undefined && wished.code !== said.code) throw refusals.metadataFixed(at, 'header');
  }
  const dates = [
    ['context.period.start', eventStart, header.event.start],
    ['context.period.end', eventEnd, header.event.end],
  ] as const;
  for (const [at, wished, said] of dates) {
    if (wished !== undefined && said !== undefined && Math.abs(wished.getTime() - said.getTime()) >= 60_000)
      throw refusals.metadataFixed(at, 'header');
  }
}

/** Undefined when everything is said so already. */
function correctionOf({ row, record }: Opened, face: Json, wording: Wording): Correction | undefined {
  const entry = entryOf(record, row);
  const facts = entry.facts();
  const { description, eventStart } = wording;
  const title = wording.title === undefined ? entry.title : wording.title.trim().slice(0, limits.titleCharacters);
  if (title === '') throw refusals.metadataFixed('content.attachment.title', 'registry');
  const type = wording.type === undefined ? facts.type : listed('documentType', wording.type, 'type');
  const documentClass = wording.type === undefined ? facts.class : (classOfType(type.code) ?? facts.class);
  const said: Json = {
    ...(description === undefined ? {} : { description }),
    type: type.code === facts.type.code ? face.type : concept(type),
    category: documentClass.code === facts.class.code ? face.category : [concept(documentClass)],
    content: titled(face, title),
    context: contextOf(face, wording),
  };
  const same = Object.entries(said).every(([name, value]) => JSON.stringify(value) === JSON.stringify(face[name]));
  if (same) return undefined;
  const kept: Pick<Facts, keyof typeof facts | 'title'> = {
    ...facts,
    title,
    type,
    class: documentClass,
    ...(eventStart === undefined ? {} : { eventStart: eventStart.toISOString() }),
  };
  return { said, classCode: documentClass.code, typeCode: type.code, kept: keptOf(kept) };
}

function titled(face: Json, title: string): unknown {
  const [first = {}, ...more] = objects(face.content);
  const attachment = isObject(first.attachment) ? first.attachment : {};
  return [{ ...first, attachment: { ...attachment, title } }, ...more];
}

function contextOf(face: Json, { eventStart, eventEnd, facilityType, practiceSetting }: Wording): Json {
  const context = isObject(face.context) ? face.context : {};
  const period = isObject(context.period) ? context.period : {};
  return {
    ...context,
    period: {
      ...period,
      ...(eventStart === undefined ? {} : { start: eventStart.toISOString() }),
      ...(eventEnd === undefined ? {} : { end: eventEnd.toISOString() }),
    },
    ...(facilityType === undefined
      ? {}
      : { facilityType: concept(listed('facilityType', facilityType, 'context.facilityType')) }),
    ...(practiceSetting === undefined
      ? {}
      : { practiceSetting: concept(listed('practiceSetting', practiceSetting, 'context.practiceSetting')) }),
  };
}
