import { childrenOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import { entityOf, isNational } from './people.ts';
import { atMostOne, attributeAt, every, exactlyOne, has, holds, isNull, isThere, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

/** What the document is about: participants, orders, service events, consents, the encounter. */
export const actRules: readonly Rule[] = [
  {
    id: 'participant.type',
    fr: 'Un participant a un typeCode et un associatedEntity et un seul, avec classCode.',
    en: 'A participant has a typeCode and one associatedEntity with a classCode.',
    broken: (header) =>
      participants(header).flatMap((one) => [
        ...(has('typeCode')(one) ? [] : [one]),
        ...exactlyOne(one, 'associatedEntity', has('classCode')),
      ]),
  },
  {
    id: 'participant.time',
    fr: 'Un participant a un time et un seul, au besoin avec nullFlavor.',
    en: 'A participant has one time, with nullFlavor where it is not known.',
    broken: (header) => participants(header).flatMap((one) => exactlyOne(one, 'time')),
  },
  {
    id: 'participant.once',
    fr: 'Un participant a au plus un templateId et un functionCode ; son rôle au plus un id, un code, une personne et une organisation.',
    en: 'A participant has at most one templateId and functionCode; its role at most one id, code, person and organization.',
    broken: (header) =>
      participants(header).flatMap((one) => [
        ...atMostOne(one, 'templateId', 'functionCode'),
        ...every(one, 'associatedEntity').flatMap((role) =>
          atMostOne(role, 'id', 'code', 'associatedPerson', 'scopingOrganization'),
        ),
      ]),
  },
  {
    id: 'participant.id',
    fr: 'L’identifiant d’un participant a root et extension.',
    en: 'The identifier of a participant has root and extension.',
    broken: (header) =>
      participants(header)
        .flatMap((one) => every(one, 'associatedEntity', 'id'))
        .filter((id) => !(has('root')(id) && has('extension')(id))),
  },
  {
    id: 'order.id',
    fr: 'Une demande (inFulfillmentOf) a un order et un seul, avec un id et un seul et au plus un code.',
    en: 'An order fulfilled (inFulfillmentOf) has one order, with one id and at most one code.',
    broken: ({ document }) =>
      childrenOf(document, 'inFulfillmentOf').flatMap((one) => [
        ...exactlyOne(one, 'order'),
        ...every(one, 'order').flatMap((order) => [...exactlyOne(order, 'id'), ...atMostOne(order, 'code')]),
      ]),
  },
  {
    id: 'event.present',
    fr: 'Le document dit l’acte documenté : au moins un documentationOf/serviceEvent.',
    en: 'The document says the act that it documents: at least one documentationOf/serviceEvent.',
    broken: (header) => (events(header).length === 0 ? [header.document] : []),
  },
  {
    id: 'event.once',
    fr: 'Chaque documentationOf décrit un acte et un seul (serviceEvent).',
    en: 'Each documentationOf describes one act only (serviceEvent).',
    broken: ({ document }) => childrenOf(document, 'documentationOf').flatMap((one) => atMostOne(one, 'serviceEvent')),
  },
  {
    id: 'event.performer',
    fr: 'L’acte principal, le premier documentationOf, a un exécutant (performer) et un seul ; les autres au plus un.',
    en: 'The main act, the first documentationOf, has one performer; the others have at most one.',
    broken: (header) => mainThen(header, (event) => exactlyOne(event, 'performer'), 'performer'),
  },
  {
    id: 'event.effective-time',
    fr: 'L’acte principal, le premier documentationOf, a une date (effectiveTime) et une seule ; les autres au plus une.',
    en: 'The main act, the first documentationOf, has one effectiveTime; the others have at most one.',
    broken: (header) => mainThen(header, (event) => exactlyOne(event, 'effectiveTime'), 'effectiveTime'),
  },
  {
    id: 'event.low',
    fr: 'La date d’un acte a un début (low/@value) et un seul, et au plus une fin (high).',
    en: 'The effectiveTime of an act has one low/@value and at most one high.',
    broken: (header) =>
      events(header)
        .flatMap((event) => childrenOf(event, 'effectiveTime'))
        .flatMap((time) => [...exactlyOne(time, 'low', has('value')), ...atMostOne(time, 'high')]),
  },
  {
    id: 'event.code',
    fr: 'Le code d’un acte, unique, a code et codeSystem, ou bien nullFlavor.',
    en: 'The code of an act, one at most, has code and codeSystem, or else nullFlavor.',
    broken: (header) =>
      events(header).flatMap((event) => [
        ...atMostOne(event, 'code'),
        ...childrenOf(event, 'code').filter((code) => !(has('code')(code) && has('codeSystem')(code)) && !isNull(code)),
      ]),
  },
  {
    id: 'event.performer-entity',
    fr: 'L’exécutant (typeCode PRF) a un assignedEntity et un seul, avec un id et une representedOrganization.',
    en: 'The performer (typeCode PRF) has one assignedEntity, with one id and one representedOrganization.',
    broken: (header) =>
      performers(header).flatMap((one) => {
        if ((wordOf(one, 'typeCode') ?? 'PRF') !== 'PRF') return [attributeAt(one, 'typeCode')];
        const entity = exactlyOne(one, 'assignedEntity', holds('representedOrganization'));
        if (entity.length > 0) return entity;
        return every(one, 'assignedEntity').flatMap((role) => [
          ...exactlyOne(role, 'id'),
          ...atMostOne(role, 'code', 'assignedPerson', 'representedOrganization'),
        ]);
      }),
  },
  {
    id: 'event.practice-setting',
    fr: 'L’organisation de l’exécutant dit le cadre d’exercice : un standardIndustryClassCode et un seul, avec code, codeSystem et displayName.',
    en: 'The performer’s organization says its practice setting: one standardIndustryClassCode, with code, codeSystem and displayName.',
    broken: (header) =>
      performers(header)
        .flatMap((one) => every(one, 'assignedEntity', 'representedOrganization'))
        .flatMap((one) => exactlyOne(one, 'standardIndustryClassCode', isThere)),
  },
  {
    id: 'consent.status',
    fr: 'Un consentement (authorization) a un consent, avec un code et un statusCode completed.',
    en: 'An authorization has one consent, with one code and one statusCode completed.',
    broken: ({ document }) =>
      childrenOf(document, 'authorization').flatMap((one) => [
        ...exactlyOne(one, 'consent'),
        ...every(one, 'consent').flatMap((consent) => [
          ...exactlyOne(consent, 'code'),
          ...exactlyOne(consent, 'statusCode', (status) => isNull(status) || has('code', 'completed')(status)),
        ]),
      ]),
  },
  {
    id: 'encounter.present',
    fr: 'Le document dit la prise en charge : un componentOf/encompassingEncounter et un seul.',
    en: 'The document says the encounter: one componentOf/encompassingEncounter.',
    broken: ({ document }) =>
      exactlyOne(
        document,
        'componentOf',
        (one) => isThere(one) && childrenOf(one, 'encompassingEncounter').filter(isThere).length === 1,
      ),
  },
  {
    id: 'encounter.time',
    fr: 'La prise en charge a une date (effectiveTime) et une seule, avec au plus un low et un high.',
    en: 'The encounter has one effectiveTime, with at most one low and one high.',
    broken: (header) =>
      encounters(header).flatMap((one) => [
        ...exactlyOne(one, 'effectiveTime'),
        ...every(one, 'effectiveTime').flatMap((time) => atMostOne(time, 'low', 'high')),
      ]),
  },
  {
    id: 'encounter.facility',
    fr: 'La prise en charge a un lieu et un seul (location/healthCareFacility), dont le code dit le secteur d’activité (JDV_J02).',
    en: 'The encounter has one location/healthCareFacility, whose code says the type of facility (JDV_J02).',
    broken: (header) =>
      encounters(header).flatMap((one) => {
        const location = exactlyOne(one, 'location', holds('healthCareFacility'));
        if (location.length > 0) return location;
        return every(one, 'location').flatMap((place) => {
          const facility = exactlyOne(place, 'healthCareFacility', isThere);
          return facility.length > 0
            ? facility
            : every(place, 'healthCareFacility').flatMap((where) => exactlyOne(where, 'code', has('code')));
        });
      }),
  },
  {
    id: 'encounter.once',
    fr: 'La prise en charge a au plus un code, un dischargeDispositionCode et un responsibleParty.',
    en: 'The encounter has at most one code, dischargeDispositionCode and responsibleParty.',
    broken: (header) =>
      encounters(header).flatMap((one) => atMostOne(one, 'code', 'dischargeDispositionCode', 'responsibleParty')),
  },
  {
    id: 'encounter.people',
    fr: 'Le responsable et les participants de la prise en charge ont un assignedEntity identifié par 1.2.250.1.71.4.2.1.',
    en: 'The responsible party and the participants of the encounter have one assignedEntity with an id in 1.2.250.1.71.4.2.1.',
    broken: (header) =>
      encounters(header).flatMap((one) =>
        childrenOf(one, 'responsibleParty', 'encounterParticipant').flatMap((person) => entityOf(person, isNational)),
      ),
  },
];

const participants = ({ document }: Header) => childrenOf(document, 'participant');
const events = ({ document }: Header) => every(document, 'documentationOf', 'serviceEvent').filter(isThere);
const performers = ({ document }: Header) => every(document, 'documentationOf', 'serviceEvent', 'performer');
const encounters = ({ document }: Header) => every(document, 'componentOf', 'encompassingEncounter');

function mainThen(header: Header, rule: (main: XmlElement) => readonly Place[], name: string): readonly Place[] {
  const [main, ...others] = events(header);
  return main === undefined ? [] : [...rule(main), ...others.flatMap((other) => atMostOne(other, name))];
}
