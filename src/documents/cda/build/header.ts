import type { CodedValue } from '#kernel';
import { coded, identifier, templates } from './coded.ts';
import type { CdaDraft, CdaOrganization, CdaParty } from './draft.ts';
import { address, contact, named, party, recordTarget } from './party.ts';
import { hl7Time } from './time.ts';
import { element, leaf, nothing, sequence, type Xml } from './xml.ts';

const normal: CodedValue = { code: 'N', system: '2.16.840.1.113883.5.25', display: 'Normal' };
const ambulatory: CodedValue = { code: 'AMB', system: '2.16.840.1.113883.5.4', display: 'Ambulatoire (hors établissement)' };
const attendingPhysician: CodedValue = { code: 'PCP', system: '2.16.840.1.113883.5.88', display: 'Médecin Traitant' };
const headerTemplates = ['2.16.840.1.113883.2.8.2.1', '1.2.250.1.213.1.1.1.1'];

/**
 * Everything of a ClinicalDocument before its body, in the order of the schema.
 *
 * Source: CI-SIS, volet structuration minimale de documents de santé (1.2.250.1.213.1.1.1.1).
 */
export function header(draft: CdaDraft): Xml {
  const zone = draft.zone ?? 'Europe/Paris';
  const written = hl7Time(draft.effectiveTime, zone);
  const confidentiality = draft.confidentiality?.find(({ system }) => system === normal.system) ?? normal;
  return sequence([
    element('realmCode', { code: 'FR' }),
    element('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }),
    templates(headerTemplates),
    templates(draft.templateIds.filter((each) => typeof each !== 'string' || !headerTemplates.includes(each))),
    identifier(draft.id),
    coded('code', draft.type),
    leaf('title', draft.title),
    element('effectiveTime', { value: written }),
    coded('confidentialityCode', confidentiality),
    element('languageCode', { code: 'fr-FR' }),
    identifier(draft.setId, 'setId'),
    element('versionNumber', { value: draft.version }),
    recordTarget(draft.patient),
    author(draft.author, written),
    ...(draft.contacts ?? []).map(contact),
    custodian(draft.custodian ?? draft.author.structure),
    legalAuthenticator(draft.legalAuthenticator ?? draft.author, written),
    draft.attendingPhysician === undefined ? nothing : participant('INF', attendingPhysician, draft.attendingPhysician),
    draft.prescriber === undefined ? nothing : participant('REF', undefined, draft.prescriber, written),
    draft.order === undefined ? nothing : element('inFulfillmentOf', {}, element('order', {}, identifier(draft.order))),
    serviceEvent(draft, zone),
    draft.replaces === undefined
      ? nothing
      : element('relatedDocument', { typeCode: 'RPLC' }, element('parentDocument', {}, identifier(draft.replaces))),
    encounter(draft, zone),
  ]);
}

function author(of: CdaParty, written: string): Xml {
  return element('author', {}, element('time', { value: written }), element('assignedAuthor', {}, party(of)));
}

function custodian(of: CdaOrganization): Xml {
  return element(
    'custodian',
    {},
    element('assignedCustodian', {}, element('representedCustodianOrganization', {}, ...named(of))),
  );
}

function legalAuthenticator(of: CdaParty, written: string): Xml {
  return element(
    'legalAuthenticator',
    {},
    element('time', { value: written }),
    element('signatureCode', { code: 'S' }),
    element('assignedEntity', {}, party(of)),
  );
}

function participant(typeCode: string, role: CodedValue | undefined, of: CdaParty, at?: string): Xml {
  return element(
    'participant',
    { typeCode },
    role === undefined ? nothing : coded('functionCode', role),
    element('time', at === undefined ? { nullFlavor: 'NA' } : { value: at }),
    element('associatedEntity', { classCode: 'PROV' }, party(of, 'associatedPerson', 'scopingOrganization')),
  );
}

function serviceEvent(draft: CdaDraft, zone: string): Xml {
  return element(
    'documentationOf',
    {},
    element(
      'serviceEvent',
      { classCode: 'ACT' },
      draft.event.code === undefined ? nothing : coded('code', draft.event.code),
      during({ ...draft.event, ...(draft.event.validUntil && { end: draft.event.validUntil }) }, zone),
      element(
        'performer',
        { typeCode: 'PRF' },
        element('time', { value: hl7Time(draft.event.start, zone) }),
        element('assignedEntity', {}, party(draft.author)),
      ),
    ),
  );
}

function encounter(draft: CdaDraft, zone: string): Xml {
  const place = draft.author.structure;
  return element(
    'componentOf',
    {},
    element(
      'encompassingEncounter',
      {},
      coded('code', draft.event.encounter ?? ambulatory),
      during(draft.event, zone),
      element('responsibleParty', {}, element('assignedEntity', {}, party(draft.author))),
      element(
        'location',
        {},
        element(
          'healthCareFacility',
          {},
          identifier(place.id),
          coded('code', place.facilityType),
          element('location', {}, leaf('name', place.name), address(place.address)),
        ),
      ),
    ),
  );
}

function during(event: CdaDraft['event'], zone: string): Xml {
  return element(
    'effectiveTime',
    {},
    element('low', { value: hl7Time(event.start, zone) }),
    event.end === undefined ? nothing : element('high', { value: hl7Time(event.end, zone) }),
  );
}
