import { archivedIn, type Claims, canonicalId, type Handed, type Target } from '#documents';
import { isObject, type Json, objects, text } from '#fhir';
import { type CodedValue, parseItemId, type Refusal } from '#kernel';
import { oidOfFhirSystem } from '#terminology';
import { pdsm } from './refusal.ts';

/** The entries of the Bundle at hand, to follow references inside it. */
export interface BundleLook {
  readonly entries: readonly Json[];
}

/** Whose document it is: an INS identifier found in `subject` itself, in what it refers to, or in `context.sourcePatientInfo`. */
export function personOf(look: BundleLook, resource: Json, at: string): Handed['person'] {
  const context = isObject(resource.context) ? resource.context : {};
  for (const reference of [resource.subject, context.sourcePatientInfo]) {
    if (!isObject(reference)) continue;
    const candidates = [
      conditional(text(reference.reference)),
      reference.identifier,
      ...identifiersOf(look, resource, reference),
    ];
    for (const identifier of candidates) {
      const found = isObject(identifier) ? insOf(identifier) : undefined;
      if (found !== undefined) return found;
    }
  }
  throw pdsm(
    'no-patient',
    'La personne n’est pas identifiée : subject doit porter son matricule INS (identifiant, ou Patient?identifier=urn:oid:…|matricule).',
    'The person is not identified: subject must carry their INS matricule (an identifier, or Patient?identifier=urn:oid:…|matricule).',
    `${at}.subject`,
  );
}

function insOf(identifier: Json): Handed['person'] | undefined {
  const system = text(identifier.system) ?? '';
  const matricule = text(identifier.value);
  const oid = system.startsWith('urn:oid:') ? system.slice('urn:oid:'.length) : undefined;
  return matricule !== undefined && oid?.startsWith('1.2.250.1.213.1.4.') ? { oid, matricule } : undefined;
}

function conditional(reference: string | undefined): Json | undefined {
  const query = reference?.startsWith('Patient?') ? new URLSearchParams(reference.slice('Patient?'.length)) : undefined;
  const [system, value] = query?.get('identifier')?.split('|') ?? [];
  return system === undefined || value === undefined ? undefined : { system, value };
}

/** The identifiers of the resource that a reference names, when it is contained or in the Bundle. */
function identifiersOf(look: BundleLook, resource: Json, reference: Json): readonly Json[] {
  return objects(followed(look, resource, reference)?.identifier);
}

function followed({ entries }: BundleLook, resource: Json, reference: Json): Json | undefined {
  const target = text(reference.reference);
  if (target === undefined) return undefined;
  if (target.startsWith('#')) return objects(resource.contained).find((one) => one.id === target.slice(1));
  const entry = entries.find((one) => {
    const inner = isObject(one.resource) ? one.resource : {};
    return one.fullUrl === target || `${inner.resourceType}/${inner.id}` === target;
  });
  return isObject(entry?.resource) ? entry.resource : undefined;
}

/** What a DocumentReference says of its document. Refuses `pdsm.bad-date`, `pdsm.too-long`; codes are judged later. */
export function claimsOf(look: BundleLook, resource: Json, at: string): Claims {
  const content = objects(resource.content)[0] ?? {};
  const attachment = isObject(content.attachment) ? content.attachment : {};
  const context = isObject(resource.context) ? resource.context : {};
  const period = isObject(context.period) ? context.period : {};
  const size = attachment.size;
  return defined({
    uniqueId: uniqueIdOf(resource.masterIdentifier, `${at}.masterIdentifier`),
    type: coded(resource.type),
    class: coded(objects(resource.category)[0]),
    format: coding(content.format),
    confidentiality: objects(resource.securityLabel).flatMap((label) => coded(label) ?? []),
    facilityType: coded(context.facilityType),
    practiceSetting: coded(context.practiceSetting),
    title: text(attachment.title),
    language: text(attachment.language),
    date: instant(resource.date, `${at}.date`),
    creation: instant(attachment.creation, `${at}.content.attachment.creation`),
    eventStart: instant(period.start, `${at}.context.period.start`),
    eventEnd: instant(period.end, `${at}.context.period.end`),
    authors: objects(resource.author).map((author) => authorOf(look, resource, author)),
    sha1: text(attachment.hash),
    size: typeof size === 'number' ? size : undefined,
    archived: archivedIn(resource),
  });
}

/**
 * The documents that `relatesTo` says are replaced and completed, one of each at most. Refuses `pdsm.not-supported` for `transforms` and
 * `signs`, and for several of a kind. Source: ITI TF-3 4.2.2.2; MHD, AssociationTypeVsRelatesTo.
 */
export function relationsOf(resource: Json, at: string): Pick<Handed, 'replaces' | 'appends'> {
  const found: { replaces?: Target; appends?: Target } = {};
  for (const [index, relation] of objects(resource.relatesTo).entries()) {
    const place = `${at}.relatesTo[${index}]`;
    const { code } = relation;
    if (code !== 'replaces' && code !== 'appends') throw relationRefused(code, `${place}.code`);
    if (found[code] !== undefined) {
      throw pdsm(
        'not-supported',
        `Un document porte au plus une relation « ${code} ».`,
        `A document has one relation “${code}” at most.`,
        place,
      );
    }
    found[code] = targetOf(relation, place);
  }
  return found;
}

function targetOf(relation: Json, at: string): Target {
  const target = isObject(relation.target) ? relation.target : {};
  const uniqueId = uniqueIdOf(target.identifier, `${at}.target.identifier`);
  if (uniqueId !== undefined) return { uniqueId };
  return parseItemId(text(target.reference)?.split('/').at(-1) ?? '');
}

function relationRefused(code: unknown, at: string): Refusal {
  const [fr, en] = refusedRelations[String(code)] ?? [
    'cette relation n’est pas connue ; replaces et appends le sont',
    'this relation is not known; replaces and appends are',
  ];
  return pdsm('not-supported', `Non pris en charge : ${fr}.`, `Not supported: ${en}.`, at);
}

const refusedRelations: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  transforms: [
    'une transformation (XFRM) se dépose comme un document à part entière, sans relation',
    'a transformation (XFRM) is deposited as a document of its own, without a relation',
  ],
  signs: [
    'une signature est portée par le document CDA lui-même, pas par un document à côté',
    'a signature is carried by the CDA document itself, not by a document beside it',
  ],
};

/** `urn:oid:1.2.3`, `urn:uuid:…`, `1.2.3^ext`, or system `urn:oid:1.2.3` with the extension as value: all become the canonical id. */
export function uniqueIdOf(identifier: unknown, at: string): string | undefined {
  if (!isObject(identifier)) return undefined;
  const value = text(identifier.value);
  const system = text(identifier.system);
  if (value === undefined) return undefined;
  if (value.length > 256) throw pdsm('too-long', 'Identifiant trop long.', 'Identifier too long.', at);
  if (system?.startsWith('urn:oid:') && !value.startsWith('urn:'))
    return canonicalId({ root: system.slice('urn:oid:'.length), extension: value });
  const [root = '', extension] = value.replace(/^urn:(oid|uuid):/, '').split('^');
  return canonicalId({ root, ...(extension === undefined ? {} : { extension }) });
}

function authorOf(look: BundleLook, resource: Json, reference: Json): Claims['authors'][number] {
  const target = followed(look, resource, reference) ?? {};
  const own = isObject(reference.identifier) ? [reference.identifier] : objects(target.identifier);
  const inner = isObject(target.practitioner) ? objects([target.practitioner.identifier]) : [];
  const national = [...own, ...inner].find((identifier) => identifier.system === 'urn:oid:1.2.250.1.71.4.2.1');
  const names = objects(target.name)[0];
  const given = Array.isArray(names?.given) ? names.given.join(' ') : '';
  const name = text(reference.display) ?? text(`${given} ${text(names?.family) ?? ''}`.trim()) ?? text(target.name);
  return defined({ id: text(national?.value), name });
}

export function coded(concept: unknown): CodedValue | undefined {
  return isObject(concept) ? coding(objects(concept.coding)[0]) : undefined;
}

/** A system that Socle does not know stays as it is: no list will hold it, and the refusal will say so. */
function coding(value: unknown): CodedValue | undefined {
  if (!isObject(value)) return undefined;
  const code = text(value.code);
  const system = text(value.system) ?? '';
  return code === undefined
    ? undefined
    : { code, system: oidOfFhirSystem(system) ?? system.replace(/^urn:oid:/, ''), display: text(value.display) ?? '' };
}

export function instant(value: unknown, at: string): Date | undefined {
  if (value === undefined) return undefined;
  const date = new Date(typeof value === 'string' && /^(1[89]|[2-9]\d)\d\d(-|$)/.test(value) ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw pdsm('bad-date', 'Date illisible.', 'Unreadable date.', at);
  return date;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The object without its absent parts. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
