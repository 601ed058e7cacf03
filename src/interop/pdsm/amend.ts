import { type Amendment, archivedExtension, archivedIn, labelsIn, type Wording } from '#documents';
import { isObject, type Json, objects, text } from '#fhir';
import { Refusal } from '#kernel';
import { conceptOf } from '#terminology';
import { pdsm } from './refusal.ts';
import { coded, instant } from './words.ts';

/** The extension by which newer drafts of PDSm withdraw a document; `entered-in-error` is the way of 3.1.1 and of TD3.3c. */
const deletedExtension = 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-deleted';

/** What a patch of a DocumentReference asks for. */
export type Asked = Amendment | 'withdraw';

/**
 * What changed between a DocumentReference and what a patch made of it, in Socle's words. Flux 3 changes `status`, `securityLabel` and the
 * extension isArchived, and withdraws by `entered-in-error`, or by isDeleted with `superseded`. Labels are those of JDV_J08; without a base
 * the one before stays. Refuses `documents.patch-only` (405) for any other element, `pdsm.bad-patch` for values that these cannot have.
 * Source: PDSm 3.1.1, Flux 3; DMP, TD3.3a to d.
 */
export function amendmentOf(before: Json, after: Json): Asked {
  refuseOthers(before, after);
  const deleted = flagIn(after, deletedExtension) === true;
  const { status } = after;
  if (status === 'entered-in-error' || deleted) {
    if (status === 'current') throw badPatch('status', 'superseded avec isDeleted', 'superseded with isDeleted');
    return 'withdraw';
  }
  if (status !== 'current' && status !== 'superseded')
    throw badPatch('status', 'current, superseded, entered-in-error', 'current, superseded, entered-in-error');
  const archived = flagIn(after, archivedExtension) ?? false;
  return {
    ...(status === before.status ? {} : { status }),
    ...(archived === (archivedIn(before) ?? false) ? {} : { archived }),
    ...labelsAsked(before, after),
  };
}

function refuseOthers(before: Json, after: Json): void {
  const without = (one: Json): Json => {
    const { status: _, securityLabel: __, extension, ...rest } = one;
    const others = objects(extension).filter(({ url }) => url !== archivedExtension && url !== deletedExtension);
    return { ...rest, extension: others };
  };
  const [was, is] = [without(before), without(after)];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (JSON.stringify(was[name]) === JSON.stringify(is[name])) continue;
    throw new Refusal(
      'documents.patch-only',
      {
        fr: 'Un PATCH d’un document ne change que status, securityLabel et l’extension isArchived. Les autres métadonnées se corrigent par PUT.',
        en: 'A PATCH of a document changes status, securityLabel and the extension isArchived only. Other metadata are corrected with PUT.',
      },
      { at: `DocumentReference.${name}`, source: 'PDSm 3.1.1, Flux 3' },
    );
  }
}

function labelsAsked(before: Json, after: Json): Amendment {
  const { securityLabel } = after;
  // A document has one label at least, and what is no list of labels must not be taken for none: it would show what is hidden.
  if (!Array.isArray(securityLabel) || objects(securityLabel).length !== securityLabel.length)
    throw badPatch('securityLabel', 'une liste de codes de JDV_J08', 'a list of codes of JDV_J08');
  for (const [index, label] of objects(after.securityLabel).entries()) {
    const said = coded(label);
    if (said !== undefined && conceptOf('confidentiality', said.code, said.system === '' ? undefined : said.system)) continue;
    throw badPatch(`securityLabel[${index}]`, 'un code de JDV_J08', 'a code of JDV_J08');
  }
  const [was, is] = [labelsIn(before), labelsIn(after)];
  const bases: readonly unknown[] = ['N', 'R', 'V'];
  const hasBase = objects(after.securityLabel).some(({ coding }) => objects(coding).some(({ code }) => bases.includes(code)));
  return {
    ...(hasBase && is.base !== was.base ? { base: is.base } : {}),
    ...differing(was, is, 'hiddenFromProfessionals'),
    ...differing(was, is, 'hiddenFromPatient'),
    ...differing(was, is, 'hiddenFromRepresentatives'),
  };
}

function differing<Name extends 'hiddenFromProfessionals' | 'hiddenFromPatient' | 'hiddenFromRepresentatives'>(
  was: Readonly<Record<Name, boolean>>,
  is: Readonly<Record<Name, boolean>>,
  name: Name,
): Partial<Record<Name, boolean>> {
  return was[name] === is[name] ? {} : ({ [name]: is[name] } as Partial<Record<Name, boolean>>);
}

/** Refuses `pdsm.bad-patch` when it is there and no boolean. */
function flagIn({ extension }: Json, url: string): boolean | undefined {
  const found = objects(extension).filter((one) => one.url === url);
  if (found.length === 0) return undefined;
  const [{ valueBoolean } = { valueBoolean: undefined }] = found;
  if (found.length === 1 && typeof valueBoolean === 'boolean') return valueBoolean;
  throw badPatch(`extension('${url}')`, 'un seul booléen', 'one boolean');
}

/**
 * What a PUT of a DocumentReference says otherwise than before, among what its makers may correct. Refuses `documents.metadata-fixed` for
 * any other difference; `meta` and `text` are the server's and looked at by nobody.
 */
export function wordingOf(before: Json, after: Json): Wording {
  const [was, is] = [comparable(before), comparable(after)];
  for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) if (!same(was[name], is[name])) throw fixed(name);
  const [old, now] = [wordsIn(before), wordsIn(after)];
  const wished = <T>(name: keyof typeof now, read: (value: unknown) => T | undefined): T | undefined => {
    if (same(old[name], now[name])) return undefined;
    const value = read(now[name]);
    if (value === undefined) throw fixed(name);
    return value;
  };
  const asked = {
    title: wished('content.attachment.title', text),
    description: wished('description', text),
    type: wished('type', coded),
    facilityType: wished('context.facilityType', coded),
    practiceSetting: wished('context.practiceSetting', coded),
    eventStart: wished('context.period.start', (value) => instant(value, 'context.period.start')),
    eventEnd: wished('context.period.end', (value) => instant(value, 'context.period.end')),
  };
  if ((asked.description?.length ?? 0) > mostDescribed) {
    const most = mostDescribed;
    throw pdsm('too-long', `Au plus ${most} caractères.`, `${most} characters at most.`, 'DocumentReference.description');
  }
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

const mostDescribed = 2000;

/** What a correction may touch. */
function wordsIn({ description, type, context, content }: Json) {
  const { period, facilityType, practiceSetting } = isObject(context) ? context : {};
  const { start, end } = isObject(period) ? period : {};
  const attachment = objects(content)[0]?.attachment;
  return {
    'content.attachment.title': isObject(attachment) ? attachment.title : undefined,
    description,
    type,
    'context.facilityType': facilityType,
    'context.practiceSetting': practiceSetting,
    'context.period.start': start,
    'context.period.end': end,
  };
}

/** Everything that a correction does not touch. */
function comparable(resource: Json): Json {
  const { meta: _, text: __, description: ___, type: ____, category: _____, context, content, ...rest } = resource;
  const { period, facilityType, practiceSetting, ...inContext } = isObject(context) ? context : {};
  const { start, end, ...inPeriod } = isObject(period) ? period : {};
  const [first = {}, ...more] = objects(content);
  const { title, ...inAttachment } = isObject(first.attachment) ? first.attachment : {};
  return { ...rest, context: { ...inContext, ...inPeriod }, content: { ...first, attachment: inAttachment, more } };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function fixed(name: string): Refusal {
  return new Refusal(
    'documents.metadata-fixed',
    {
      fr: 'Cette métadonnée ne se corrige pas. Se corrigent : titre, description, type, dates de l’acte, cadre d’exercice, type d’établissement.',
      en: 'This metadata element is not corrected. What is: title, description, type, dates of the act, practice setting, facility type.',
    },
    { at: `DocumentReference.${name}`, source: 'ITI-57' },
  );
}

function badPatch(at: string, fr: string, en: string): Refusal {
  return pdsm('bad-patch', `Valeur attendue : ${fr}.`, `Expected value: ${en}.`, `DocumentReference.${at}`);
}
