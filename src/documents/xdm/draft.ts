import { setImmediate } from 'node:timers/promises';
import type { Traits } from '#ins';
import type { Actor, Call, CodedValue } from '#kernel';
import { classOfType, conceptOf, formatOfTemplates } from '#terminology';
import { attachments, type CdaAuthor, type CdaHeader, embedded, renderHtml, scanHeader } from '../cda/index.ts';
import type { Author } from '../check.ts';
import type { XdsAuthor, XdsIdentifier, XdsOrganization, XdsPerson } from '../ebrim/index.ts';
import type { Entry } from '../entry.ts';
import type { XdmContent, XdmDraft } from './write.ts';

/** An entry with its bytes. */
export interface KeptEntry extends Entry {
  readonly uniqueId: string;
  readonly bytes: Buffer;
}

const professionals = '1.2.250.1.71.4.2.1';
const structures = '1.2.250.1.71.4.2.2';
/** Socle as a source of submissions, whoever runs it: a UUID as an OID (ITU-T X.667). */
const socle = '2.25.112059176246615779122650143849643920794';

/**
 * Documents of a record as an archive: metadata from the header of each (the registry's own word for types, labels and dates of the act),
 * and for a bare PDF from what was said when it was deposited. The PDF that a CDA carries stands beside it, for people to read; one that
 * carries none has a page of its text.
 * `seed`: 64 hexadecimal digits, from which the id of the submission follows.
 */
export async function draftOf(given: {
  readonly call: Call;
  readonly patient: XdsIdentifier;
  readonly traits: Traits;
  readonly entries: readonly KeptEntry[];
  readonly seed: string;
}): Promise<XdmDraft> {
  const { call, patient, traits, entries, seed } = given;
  const documents: XdmContent[] = [];
  for (const [index, entry] of entries.entries()) {
    documents.push(contentOf(entry, patient, traits, `Document${String(index + 1).padStart(2, '0')}`));
    // Each is parsed and perhaps rendered here: others have their turn in between.
    await setImmediate();
  }
  const { author, from, contentType } = senderOf(call.actor);
  const setType = contentType ?? documents[0]?.metadata.facilityType;
  return {
    submissionSet: {
      entryId: 'SubmissionSet01',
      uniqueId: `2.25.${BigInt(`0x${seed.slice(0, 32)}`)}`,
      sourceId: socle,
      patient,
      submissionTime: new Date(Math.floor(call.at.getTime() / 1000) * 1000),
      title: `Documents de santé – ${traits.firstBirthGiven} ${traits.birthFamily}`,
      ...(setType === undefined ? {} : { contentType: setType }),
      authors: [author],
      recipients: [],
    },
    documents,
    relations: [],
    from,
  };
}

function contentOf(entry: KeptEntry, patient: XdsIdentifier, traits: Traits, entryId: string): XdmContent {
  const facts = entry.facts();
  const header = facts.level === 'other' ? undefined : scanHeader(entry.bytes);
  const { facilityType, practiceSetting, legalAuthenticator } = header ?? {};
  const end = header?.event.end;
  const metadata: XdmContent['metadata'] = {
    entryId,
    uniqueId: entry.uniqueId,
    mimeType: header === undefined ? entry.mediaType : header.selfPresenting ? 'application/xslt+xml' : 'text/xml',
    title: entry.title,
    creation: header?.effectiveTime ?? entry.date,
    serviceStart: new Date(facts.eventStart),
    ...(end === undefined ? {} : { serviceStop: end }),
    language: header?.language ?? 'fr-FR',
    class: classOfType(facts.type.code) ?? facts.class,
    type: facts.type,
    format: header === undefined ? formatOfTemplates([], true) : formatOfTemplates(header.templateIds, header.level === 'N1'),
    ...(facilityType === undefined ? {} : { facilityType }),
    ...(practiceSetting === undefined ? {} : { practiceSetting }),
    confidentiality: labelsOf(entry),
    events: header?.event.code === undefined ? [] : [header.event.code],
    authors: header === undefined ? facts.authors.map(kept) : header.authors.map(written),
    ...(legalAuthenticator === undefined ? {} : { legalAuthenticator: personOf(legalAuthenticator) }),
    patient,
    sourcePatientId: patient,
    sourcePatient: {
      ids: [patient],
      family: traits.birthFamily,
      given: traits.firstBirthGiven,
      birthDate: traits.birthDate,
      sex: traits.sex,
    },
  };
  const pdf = header === undefined ? undefined : pdfIn(entry.bytes, header);
  if (header === undefined) return { metadata, bytes: entry.bytes };
  return { metadata, bytes: entry.bytes, ...(pdf === undefined ? { html: renderHtml(entry.bytes, header) } : { pdf }) };
}

function pdfIn(bytes: Buffer, header: CdaHeader): Buffer | undefined {
  const inside = header.level === 'N1' ? [embedded(bytes, header)] : attachments(bytes);
  return inside.find((one) => one?.mediaType === 'application/pdf')?.content;
}

function labelsOf({ hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives }: Entry): readonly CodedValue[] {
  const codes = [
    'N',
    ...(hiddenFromProfessionals ? ['MASQUE_PS'] : []),
    ...(hiddenFromPatient ? ['INVISIBLE_PATIENT'] : []),
    ...(hiddenFromRepresentatives ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
  ];
  return codes.flatMap((code) => conceptOf('confidentiality', code) ?? []);
}

function written(author: CdaAuthor): XdsAuthor {
  const { specialty, structure } = author;
  const id = structure?.id === undefined ? undefined : { system: structure.id.root, value: structure.id.extension };
  return authored(personOf(author), structure && { ...named(structure.name), ...(id === undefined ? {} : { id }) }, specialty);
}

function kept({ id, name, specialty, structure }: Author): XdsAuthor {
  const person = personOf({ name, ...(id === undefined ? {} : { id: { root: professionals, extension: id } }) });
  const at = structure?.id === undefined ? undefined : { system: structures, value: structure.id };
  return authored(person, structure && { ...named(structure.name), ...(at === undefined ? {} : { id: at }) }, specialty);
}

function authored(person: XdsPerson, structure: XdsOrganization | undefined, specialty: CodedValue | undefined): XdsAuthor {
  return {
    person,
    organizations: structure === undefined ? [] : [structure],
    roles: [],
    specialties: specialty === undefined ? [] : [specialty],
  };
}

const named = (name: string | undefined): XdsOrganization => (name === undefined ? {} : { name });

/** A header's name as one text: what is written in capitals at its end is the family name, else the last word. */
function personOf({ id, name }: Pick<CdaAuthor, 'id' | 'name'>): XdsPerson {
  const words = name.trim().split(/\s+/);
  let from = words.length;
  while (from > 1 && /\p{Lu}/u.test(words[from - 1] ?? '') && words[from - 1] === words[from - 1]?.toUpperCase()) from--;
  if (from === words.length) from = Math.max(words.length - 1, 0);
  const [given, family] = [words.slice(0, from).join(' '), words.slice(from).join(' ')];
  return {
    ...(id === undefined ? {} : { id: { system: id.root, value: id.extension } }),
    ...(family === '' ? {} : { family }),
    ...(given === '' ? {} : { given }),
  };
}

/** Who makes the archive. A citizen's expression is a kind of content of its own; a professional's follows from the place of care. */
function senderOf(actor: Actor): { author: XdsAuthor; from: string; contentType?: CodedValue } {
  if (actor.kind === 'citizen' || actor.kind === 'delegate') {
    const contentType = conceptOf('facilityType', 'EXP_PATIENT');
    return {
      author: authored(personOf({ name: actor.name }), undefined, undefined),
      from: actor.name,
      ...(contentType && { contentType }),
    };
  }
  if (actor.kind === 'operator' || actor.kind === 'guest')
    return { author: authored({ family: actor.name }, undefined, undefined), from: actor.name };
  const { structure } = actor;
  const at = { name: structure.name, id: { system: structures, value: structure.id } };
  const id = { root: professionals, extension: actor.id };
  const person = actor.kind === 'professional' ? personOf({ id, name: actor.name }) : { family: actor.name };
  return { author: authored(person, at, undefined), from: `${actor.name}, ${structure.name}` };
}
