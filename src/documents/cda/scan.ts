import type { CodedValue } from '#kernel';
import { indexOutside, onlyMiscAfter, refuseDoctype, sourceOf } from '#xml';
import { codedOf, iiOf, timestampOf } from './fields.ts';
import type { CdaEvent, CdaHeader } from './header.ts';
import { patientOf } from './patient.ts';
import { authorsOf, custodianOf, legalAuthenticatorOf } from './people.ts';
import { readHeader, type Scanned } from './reader.ts';
import { asCda, malformed, missing } from './refusals.ts';
import { all, attribute, type Element, find, textOf } from './tree.ts';

/**
 * Reads the header of a CDA R2 document from its bytes, the body left unread.
 *
 * Refuses `cda.encoding`, `cda.malformed`, `cda.doctype`, `cda.entity`, `cda.too-deep`, `cda.too-many-attributes` for what no
 * reader should be given; `cda.missing` and `cda.bad-date`, with the place, for a header that the CI-SIS would not accept.
 * Does not prove that the body is well formed (`checkWellFormed` does), nor that any code belongs to its list.
 *
 * Source: HL7 CDA R2; CI-SIS, Structuration minimale de documents de santé.
 */
export function scanHeader(bytes: Uint8Array): CdaHeader {
  return asCda(() => {
    const source = sourceOf(bytes);
    const scanned = readHeader(source);
    refuseDoctype(source.bytes, scanned.stopped);
    return headerOf(scanned, { start: scanned.start, body: scanned.stopped, end: endOf(source.bytes, scanned) });
  });
}

function headerOf(scanned: Scanned, byteRange: CdaHeader['byteRange']): CdaHeader {
  const { document } = scanned;
  if (scanned.body === undefined)
    throw missing(
      { fr: 'le corps du document', en: 'the body of the document' },
      'component/nonXMLBody | component/structuredBody',
    );
  const setId = iiOf(find(document, 'setId'));
  const language = attribute(find(document, 'languageCode'), 'code');
  const custodian = custodianOf(document);
  const legalAuthenticator = legalAuthenticatorOf(document);
  const main = mainEvent(document);
  const facilityType = codedOf(find(document, 'componentOf', 'encompassingEncounter', 'location', 'healthCareFacility', 'code'));
  const practiceSetting = practiceSettingOf(document, main);
  return {
    id: need(iiOf(find(document, 'id')), { fr: 'l’identifiant du document', en: 'the document’s identifier' }, 'id/@root'),
    version: versionOf(document),
    replaces: replacedBy(document),
    templateIds: all(document, 'templateId').flatMap((template) => attribute(template, 'root') ?? []),
    type: need(codedOf(find(document, 'code')), { fr: 'le type du document', en: 'the document’s type' }, 'code'),
    title: need(textOf(find(document, 'title')), { fr: 'le titre', en: 'the title' }, 'title'),
    effectiveTime: need(
      timestampOf(find(document, 'effectiveTime'), 'effectiveTime')?.date,
      { fr: 'la date de création', en: 'the creation date' },
      'effectiveTime/@value',
    ),
    confidentiality: confidentialityOf(document),
    patient: patientOf(document),
    authors: authorsOf(document),
    event: eventOf(main),
    level: scanned.body === 'nonXMLBody' ? 'N1' : 'N3',
    selfPresenting: scanned.selfPresenting,
    byteRange,
    ...(setId === undefined ? {} : { setId }),
    ...(language === undefined ? {} : { language }),
    ...(custodian === undefined ? {} : { custodian }),
    ...(legalAuthenticator === undefined ? {} : { legalAuthenticator }),
    ...(facilityType === undefined ? {} : { facilityType }),
    ...(practiceSetting === undefined ? {} : { practiceSetting }),
  };
}

function need<T>(value: T | undefined, what: { fr: string; en: string }, at: string): T {
  if (value === undefined) throw missing(what, at);
  return value;
}

function versionOf(document: Element): number {
  const text = attribute(find(document, 'versionNumber'), 'value') ?? '1';
  const version = Number(text);
  if (!/^\d{1,9}$/.test(text) || version < 1)
    throw missing(
      { fr: 'un numéro de version entier et positif', en: 'a positive whole version number' },
      'versionNumber/@value',
    );
  return version;
}

function replacedBy(document: Element): CdaHeader['replaces'] {
  return all(document, 'relatedDocument')
    .filter((related) => attribute(related, 'typeCode') === 'RPLC')
    .flatMap((related) => iiOf(find(related, 'parentDocument', 'id')) ?? []);
}

function confidentialityOf(document: Element): CodedValue[] {
  const codes = all(document, 'confidentialityCode').flatMap((element) => codedOf(element) ?? []);
  if (codes.length === 0)
    throw missing({ fr: 'le niveau de confidentialité', en: 'the level of confidentiality' }, 'confidentialityCode');
  return codes;
}

/** The service event that has a performer, or else the first: the others only say what else was done. */
function mainEvent(document: Element): Element | undefined {
  const events = all(document, 'documentationOf').flatMap((of) => find(of, 'serviceEvent') ?? []);
  return events.find((event) => find(event, 'performer') !== undefined) ?? events[0];
}

function eventOf(event: Element | undefined): CdaEvent {
  const at = 'documentationOf/serviceEvent/effectiveTime';
  const time = find(event, 'effectiveTime');
  const start = (timestampOf(find(time, 'low'), `${at}/low`) ?? timestampOf(time, at))?.date;
  const end = timestampOf(find(time, 'high'), `${at}/high`)?.date;
  const code = codedOf(find(event, 'code'));
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(code === undefined ? {} : { code }),
  };
}

function practiceSettingOf(document: Element, main: Element | undefined): CodedValue | undefined {
  const path = ['performer', 'assignedEntity', 'representedOrganization', 'standardIndustryClassCode'] as const;
  return codedOf(find(main, ...path) ?? find(document, 'documentationOf', 'serviceEvent', ...path));
}

/** The place just after the ClinicalDocument's end tag. */
function endOf(bytes: Buffer, scanned: Scanned): number {
  if (scanned.body === undefined) return scanned.stopped;
  const tag = `</${scanned.qualifiedName}`;
  if (!scanned.selfPresenting) {
    const last = endOfTag(bytes, bytes.lastIndexOf(tag, undefined, 'latin1'), tag);
    if (last > scanned.stopped && onlyMiscAfter(bytes, last)) return last;
  }
  const end = endOfTag(bytes, indexOutside(bytes, tag, scanned.stopped), tag);
  if (end === -1 || (!scanned.selfPresenting && !onlyMiscAfter(bytes, end)))
    throw malformed({ fr: 'le ClinicalDocument n’est pas fermé', en: 'the ClinicalDocument is not closed' });
  return end;
}

function endOfTag(bytes: Buffer, at: number, tag: string): number {
  if (at === -1) return -1;
  const close = bytes.indexOf('>', at + tag.length, 'latin1');
  return close !== -1 && bytes.toString('latin1', at + tag.length, close).trim() === '' ? close + 1 : -1;
}
