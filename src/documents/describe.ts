import { identifiersOfTarget, isObject, objects } from '#fhir';
import { type CodedValue, hexOfRecordId, type ItemId, itemId, type RecordId } from '#kernel';
import { fhirSystemOf } from '#terminology';
import type { Facts } from './check.ts';
import { withArchived } from './life/archived.ts';
import { entryUuid, withIdentifiers } from './life/identifiers.ts';
import { type Labels, labelsIn, securityLabels } from './life/labels.ts';

type Json = Readonly<Record<string, unknown>>;

/** A resource, and its text. */
export interface Described {
  readonly json: Json;
  readonly text: string;
}

/** What the registry alone decides about an entry. */
export interface EntryState {
  readonly record: RecordId;
  readonly n: number;
  readonly version: number;
  readonly status: 'current' | 'superseded';
  readonly date: Date;
  readonly updatedAt: Date;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly hiddenFromRepresentatives: boolean;
  readonly archived: boolean;
}

/** What a document is to others of the record, said once and for all when it is deposited. */
export interface Relations {
  /** The number of the entry that this one replaces. */
  readonly replaces?: number;
  /** The number of the entry that this one completes. */
  readonly appends?: number;
}

const masterSystem = 'urn:ietf:rfc:3986';

/**
 * The FHIR R4 DocumentReference of an entry: what the sender wrote, but for everything that the registry knows better (ids,
 * status, labels, hash, size, place of the bytes). Source: PDSm 3.1.1, pdsm-comprehensive-document-reference.
 */
export function describe(
  state: EntryState,
  labels: Labels,
  facts: Facts,
  submitted: Json | undefined,
  relations: Relations,
): Described {
  const { record, n } = state;
  const own = ownWords(facts);
  const { text: _, meta, context, ...kept } = submitted ?? {};
  const resource = {
    resourceType: 'DocumentReference',
    ...own,
    ...kept,
    author: authorsOf(facts, kept),
    context: contextOf(own.context, context),
    id: itemId(record, n),
    meta: { ...(profileOf(meta) ?? {}), versionId: String(state.version), lastUpdated: state.updatedAt.toISOString() },
    masterIdentifier: kept.masterIdentifier ?? { system: masterSystem, value: urnOf(facts.uniqueId) },
    status: state.status,
    type: concept(facts.type),
    category: [concept(facts.class)],
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    date: state.date.toISOString(),
    securityLabel: securityLabels(labels),
    content: [content(state, facts, submitted)],
    ...relatesTo(record, relations),
  };
  const json = withArchived(resource, state.archived);
  return { json, text: JSON.stringify(json) };
}

/**
 * The same after the registry changed something: another status, other labels, other words; one version more, and the identifiers that this
 * version has (`life/identifiers.ts`).
 */
export function describedAnew(body: string, state: EntryState, labels?: Pick<Labels, 'base'>, said: Json = {}): Described {
  const before = JSON.parse(body) as Json;
  const { hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives } = state;
  const { base } = labels ?? labelsIn(before);
  const changed = {
    ...before,
    ...said,
    meta: { ...(before.meta as Json), versionId: String(state.version), lastUpdated: state.updatedAt.toISOString() },
    status: state.status,
    securityLabel: securityLabels({ base, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives }),
  };
  const json = withIdentifiers(withArchived(changed, state.archived), {
    entry: entryUuid(state.record, state.n, state.version),
    logical: entryUuid(state.record, state.n, 1),
  });
  return { json, text: JSON.stringify(json) };
}

function relatesTo(record: RecordId, { replaces, appends }: Relations): Json {
  const to = (code: string, n: number) => ({ code, target: { reference: reference(record, n) } });
  const relations = [
    ...(replaces === undefined ? [] : [to('replaces', replaces)]),
    ...(appends === undefined ? [] : [to('appends', appends)]),
  ];
  return relations.length === 0 ? {} : { relatesTo: relations };
}

export function reference(record: RecordId, n: number): string {
  return `DocumentReference/${itemId(record, n)}`;
}

export function binaryReference(id: ItemId): string {
  return `Binary/${id}`;
}

/** The words of the header, for senders who sent none. */
function ownWords({ custodian, facilityType, practiceSetting, title, eventStart, eventEnd }: Facts) {
  return {
    ...(custodian === undefined
      ? {}
      : { custodian: named(custodian.id === undefined ? undefined : ['1.2.250.1.71.4.2.2', custodian.id], custodian.name) }),
    description: title,
    context: {
      period: { start: eventStart, ...(eventEnd === undefined ? {} : { end: eventEnd }) },
      ...(facilityType === undefined ? {} : { facilityType: concept(facilityType) }),
      ...(practiceSetting === undefined ? {} : { practiceSetting: concept(practiceSetting) }),
    },
  };
}

/**
 * The authors as the sender names them, and those of the header whom that does not identify: whoever looks for the documents of an author
 * finds them all. The only author on both sides is one and the same.
 */
function authorsOf({ authors }: Facts, submitted: Json): readonly Json[] {
  const own = authors.map(({ id, name }) => named(id === undefined ? undefined : ['1.2.250.1.71.4.2.1', id], name));
  const [sent, ...more] = objects(submitted.author);
  if (sent === undefined) return own;
  const told = new Set([sent, ...more].flatMap((author) => identifiersOfTarget(author, submitted)).map(({ value }) => value));
  const untold = own.filter((_, i) => authors[i]?.id !== undefined && !told.has(authors[i].id));
  if (told.size === 0 && more.length === 0 && own.length === 1) return [{ ...untold[0], ...sent }];
  return [sent, ...more, ...untold];
}

/** Element by element: who sends a beginning without an end, or no setting, has not said that there is none. */
function contextOf(own: { readonly period: Json }, sent: unknown): Json {
  if (!isObject(sent)) return own;
  return { ...own, ...sent, period: { ...own.period, ...(isObject(sent.period) ? sent.period : {}) } };
}

function content({ record, n }: EntryState, facts: Facts, submitted: Json | undefined): Json {
  const sent = (submitted?.content as readonly Json[] | undefined)?.[0];
  const { data: _, ...attachment } = (sent?.attachment as Json | undefined) ?? {};
  return {
    ...sent,
    attachment: {
      language: facts.language,
      title: facts.title,
      creation: facts.creation,
      ...attachment,
      contentType: facts.mediaType,
      url: binaryReference(itemId(record, n)),
      size: facts.size,
      hash: facts.sha1,
    },
    format: coding(facts.format),
  };
}

function profileOf(meta: unknown): Json | undefined {
  const profile = (meta as Json | undefined)?.profile;
  return Array.isArray(profile) ? { profile } : undefined;
}

function named(identifier: readonly [oid: string, value: string] | undefined, display: string | undefined): Json {
  return {
    ...(identifier === undefined ? {} : { identifier: { system: `urn:oid:${identifier[0]}`, value: identifier[1] } }),
    ...(display === undefined ? {} : { display }),
  };
}

export function concept(value: CodedValue): Json {
  return { coding: [coding(value)] };
}

function coding({ code, system, display }: CodedValue): Json {
  return { system: fhirSystemOf(system), code, display };
}

function urnOf(uniqueId: string): string {
  return /^[0-9a-f]{8}-/.test(uniqueId) ? `urn:uuid:${uniqueId}` : `urn:oid:${uniqueId}`;
}
