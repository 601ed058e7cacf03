import type { CodedValue } from '#kernel';
import { coded, identifier, templates } from './coded.ts';
import type { CdaDraft, CdaParty, OwnDraft } from './draft.ts';
import { contact, party, recordTarget } from './party.ts';
import { ownRoles, type Roles, rolesOf } from './roles.ts';
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
export function header(draft: CdaDraft | OwnDraft): Xml {
  const roles = isOwn(draft) ? ownRoles(draft.patient) : rolesOf(draft);
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
    author(roles.author, written),
    ...(draft.contacts ?? []).map(contact),
    custodian(roles.keeper),
    legalAuthenticator(roles.answers, written),
    ...(isOwn(draft) ? [] : participants(draft, written)),
    draft.order === undefined ? nothing : element('inFulfillmentOf', {}, element('order', {}, identifier(draft.order))),
    serviceEvent(draft, roles.performer, zone),
    draft.replaces === undefined
      ? nothing
      : element('relatedDocument', { typeCode: 'RPLC' }, element('parentDocument', {}, identifier(draft.replaces))),
    encounter(draft, roles, zone),
  ]);
}

const isOwn = (draft: CdaDraft | OwnDraft): draft is OwnDraft => draft.author === 'patient';

function author(of: Xml, written: string): Xml {
  return element('author', {}, element('time', { value: written }), element('assignedAuthor', {}, of));
}

function custodian(of: Xml): Xml {
  return element('custodian', {}, element('assignedCustodian', {}, element('representedCustodianOrganization', {}, of)));
}

function legalAuthenticator(of: Xml, written: string): Xml {
  return element(
    'legalAuthenticator',
    {},
    element('time', { value: written }),
    element('signatureCode', { code: 'S' }),
    element('assignedEntity', {}, of),
  );
}

function participants({ attendingPhysician: attending, prescriber }: CdaDraft, written: string): Xml[] {
  return [
    attending === undefined ? nothing : participant('INF', attendingPhysician, attending),
    prescriber === undefined ? nothing : participant('REF', undefined, prescriber, written),
  ];
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

function serviceEvent(draft: Pick<CdaDraft, 'event'>, performer: Xml, zone: string): Xml {
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
        element('assignedEntity', {}, performer),
      ),
    ),
  );
}

function encounter(draft: Pick<CdaDraft, 'event'>, { responsible, place }: Roles, zone: string): Xml {
  return element(
    'componentOf',
    {},
    element(
      'encompassingEncounter',
      {},
      coded('code', draft.event.encounter ?? ambulatory),
      during(draft.event, zone),
      responsible === undefined ? nothing : element('responsibleParty', {}, element('assignedEntity', {}, responsible)),
      element('location', {}, element('healthCareFacility', {}, place)),
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
