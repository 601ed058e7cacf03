import { childrenOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import {
  atLeastOne,
  atMostOne,
  between,
  every,
  exactlyOne,
  has,
  holds,
  isNull,
  isThere,
  oneOf,
  type Place,
  wordOf,
} from './places.ts';
import type { Rule } from './rule.ts';

export const professionals = '1.2.250.1.71.4.2.1';

/** Who wrote, signed, keeps and receives the document. */
export const peopleRules: readonly Rule[] = [
  {
    id: 'author.time',
    fr: 'Chaque auteur a une date (time/@value) et une seule.',
    en: 'Each author has one date (time/@value).',
    broken: (header) => authors(header).flatMap((author) => exactlyOne(author, 'time', has('value'))),
  },
  {
    id: 'author.assigned-author',
    fr: 'Chaque auteur a un assignedAuthor et un seul.',
    en: 'Each author has one assignedAuthor.',
    broken: (header) => authors(header).flatMap((author) => exactlyOne(author, 'assignedAuthor', isThere)),
  },
  {
    id: 'author.id',
    fr: 'Chaque auteur a au moins un identifiant, chacun avec root et extension.',
    en: 'Each author has at least one identifier, each with root and extension.',
    broken: (header) =>
      assignedAuthors(header).flatMap((author) => [
        ...atLeastOne(author, 'id'),
        ...childrenOf(author, 'id').filter((id) => !(has('root')(id) && has('extension')(id))),
      ]),
  },
  {
    id: 'author.specialty',
    severity: 'warning',
    fr: 'Chaque auteur dit sa profession ou son rôle (code, liste JDV_J01).',
    en: 'Each author says their profession or role (code, list JDV_J01).',
    broken: (header) => assignedAuthors(header).filter((author) => !childrenOf(author, 'code').some(has('code'))),
  },
  {
    id: 'author.once',
    fr: 'Un auteur a au plus un functionCode, un code, une organisation, et est une personne ou un dispositif, pas les deux.',
    en: 'An author has at most one functionCode, code and organization, and is a person or a device, not both.',
    broken: (header) => [
      ...authors(header).flatMap((author) => atMostOne(author, 'functionCode')),
      ...assignedAuthors(header).flatMap((author) => [
        ...atMostOne(author, 'code', 'representedOrganization'),
        ...childrenOf(author, 'assignedPerson', 'assignedAuthoringDevice').slice(1),
      ]),
    ],
  },
  {
    id: 'author.function',
    fr: 'Le rôle fonctionnel d’un auteur (functionCode) a code et codeSystem.',
    en: 'The function of an author (functionCode) has code and codeSystem.',
    broken: (header) =>
      authors(header)
        .flatMap((author) => childrenOf(author, 'functionCode'))
        .filter((one) => !(has('code')(one) && has('codeSystem')(one))),
  },
  {
    id: 'author.device',
    fr: 'Un dispositif auteur a un manufacturerModelName et un softwareName.',
    en: 'A device as author has one manufacturerModelName and one softwareName.',
    broken: ({ named }) =>
      named('assignedAuthoringDevice').flatMap((device) =>
        ['manufacturerModelName', 'softwareName'].flatMap((name) => exactlyOne(device, name)),
      ),
  },
  {
    id: 'data-enterer.once',
    fr: 'Il y a au plus un dataEnterer, avec au plus une date.',
    en: 'There is at most one dataEnterer, with at most one time.',
    broken: ({ document }) => [
      ...atMostOne(document, 'dataEnterer'),
      ...childrenOf(document, 'dataEnterer').flatMap((one) => atMostOne(one, 'time')),
    ],
  },
  {
    id: 'custodian.present',
    fr: 'Le document a une organisation responsable de sa conservation et une seule (custodian).',
    en: 'The document has one custodian organization.',
    broken: ({ document }) => exactlyOne(document, 'custodian', (one) => isThere(one) && holds('assignedCustodian')(one)),
  },
  {
    id: 'custodian.organization',
    fr: 'Le custodian nomme une representedCustodianOrganization et une seule, avec au plus un name, un telecom et un addr.',
    en: 'The custodian names one representedCustodianOrganization, with at most one name, telecom and addr.',
    broken: ({ document }) => [
      ...childrenOf(document, 'custodian').flatMap((one) => atMostOne(one, 'assignedCustodian')),
      ...every(document, 'custodian', 'assignedCustodian').flatMap((one) => exactlyOne(one, 'representedCustodianOrganization')),
      ...keepers(document).flatMap((one) => atMostOne(one, 'name', 'telecom', 'addr')),
    ],
  },
  {
    id: 'custodian.id',
    fr: 'L’organisation qui conserve a un identifiant et un seul : de structure (root 1.2.250.1.71.4.2.2, avec extension) ou du DMP (1.2.250.1.213.4.1).',
    en: 'The custodian organization has one identifier: of a structure (root 1.2.250.1.71.4.2.2, with extension) or of the DMP (1.2.250.1.213.4.1).',
    broken: ({ document }) =>
      keepers(document).flatMap((one) =>
        exactlyOne(
          one,
          'id',
          (id) =>
            isThere(id) &&
            (has('root', '1.2.250.1.213.4.1')(id) || (has('root', '1.2.250.1.71.4.2.2')(id) && has('extension')(id))),
        ),
      ),
  },
  {
    id: 'recipient.intended',
    fr: 'Chaque destinataire a un intendedRecipient et un seul, avec au plus une personne et une organisation.',
    en: 'Each recipient has one intendedRecipient, with at most one person and one organization.',
    broken: ({ document }) =>
      childrenOf(document, 'informationRecipient').flatMap((one) => [
        ...exactlyOne(one, 'intendedRecipient'),
        ...every(one, 'intendedRecipient').flatMap((role) => atMostOne(role, 'informationRecipient', 'receivedOrganization')),
      ]),
  },
  {
    id: 'legal-authenticator.present',
    fr: 'Le document a un responsable et un seul : legalAuthenticator avec signatureCode S.',
    en: 'The document has one legalAuthenticator, with signatureCode S.',
    broken: ({ document }) =>
      exactlyOne(document, 'legalAuthenticator', (one) => childrenOf(one, 'signatureCode').some(has('code', 'S'))),
  },
  {
    id: 'legal-authenticator.time',
    fr: 'Le responsable a une date (time/@value) et une seule.',
    en: 'The legalAuthenticator has one date (time/@value).',
    broken: ({ document }) => childrenOf(document, 'legalAuthenticator').flatMap((one) => exactlyOne(one, 'time', has('value'))),
  },
  {
    id: 'legal-authenticator.signature',
    fr: 'Le responsable a un signatureCode et un seul.',
    en: 'The legalAuthenticator has one signatureCode only.',
    broken: ({ document }) => childrenOf(document, 'legalAuthenticator').flatMap((one) => atMostOne(one, 'signatureCode')),
  },
  {
    id: 'legal-authenticator.entity',
    fr: 'Le responsable a un assignedEntity et un seul, dont un identifiant et un seul avec root et extension.',
    en: 'The legalAuthenticator has one assignedEntity, with one identifier that has root and extension.',
    broken: ({ document }) =>
      childrenOf(document, 'legalAuthenticator').flatMap((one) =>
        entityOf(one, (id) => isThere(id) && has('root')(id) && has('extension')(id)),
      ),
  },
  {
    id: 'authenticator.signature',
    fr: 'Un valideur (authenticator) a une date, un signatureCode S et un assignedEntity identifié par 1.2.250.1.71.4.2.1.',
    en: 'An authenticator has one time, one signatureCode S and one assignedEntity with an id in 1.2.250.1.71.4.2.1.',
    broken: ({ document }) =>
      childrenOf(document, 'authenticator').flatMap((one) => [
        ...exactlyOne(one, 'time', has('value')),
        ...exactlyOne(one, 'signatureCode', (code) => isNull(code) || has('code', 'S')(code)),
        ...entityOf(one, isNational),
      ]),
  },
  {
    id: 'informant.entity',
    fr: 'Un informateur est soit un professionnel (assignedEntity), soit un proche (relatedEntity) ; un seul.',
    en: 'An informant is either a professional (assignedEntity) or a related person (relatedEntity); one only.',
    broken: ({ document }) => childrenOf(document, 'informant').flatMap((one) => oneOf(one, 'assignedEntity', 'relatedEntity')),
  },
  {
    id: 'informant.related-class',
    fr: 'Un proche a classCode ECON (à prévenir), NOK (de confiance), CON, CAREGIVER ou PAT.',
    en: 'A related person has classCode ECON (to notify), NOK (trusted), CON, CAREGIVER or PAT.',
    broken: (header) => relatives(header).filter((one) => !/^(ECON|NOK|CON|CAREGIVER|PAT)$/.test(wordOf(one, 'classCode') ?? '')),
  },
  {
    id: 'informant.related-person',
    fr: 'Un proche a un relatedPerson et un seul, et au plus un code.',
    en: 'A related person has one relatedPerson, and at most one code.',
    broken: (header) => relatives(header).flatMap((one) => [...exactlyOne(one, 'relatedPerson'), ...atMostOne(one, 'code')]),
  },
  {
    id: 'informant.id',
    fr: 'Un informateur professionnel a un identifiant et un seul, avec root et extension ou nullFlavor, et au plus un code et une personne.',
    en: 'A professional informant has one identifier, with root and extension or nullFlavor, and at most one code and person.',
    broken: ({ document }) =>
      every(document, 'informant', 'assignedEntity').flatMap((one) => [
        ...exactlyOne(one, 'id', (id) => isNull(id) || (has('root')(id) && has('extension')(id))),
        ...atMostOne(one, 'code', 'assignedPerson', 'representedOrganization'),
      ]),
  },
];

const authors = ({ document }: Header) => childrenOf(document, 'author');
const assignedAuthors = ({ document }: Header) => every(document, 'author', 'assignedAuthor').filter(isThere);
const keepers = (document: XmlElement) => every(document, 'custodian', 'assignedCustodian', 'representedCustodianOrganization');
const relatives = ({ document }: Header) => every(document, 'informant', 'relatedEntity');

export const isNational = (id: XmlElement): boolean => has('root', professionals)(id) && has('extension')(id);

/** One assignedEntity, one id in it that passes, and at most one of the rest. */
export function entityOf(participation: XmlElement, rightId: (id: XmlElement) => boolean): readonly Place[] {
  const missing = between(participation, 'assignedEntity', [1, 1]);
  if (missing.length > 0) return missing;
  return childrenOf(participation, 'assignedEntity').flatMap((entity) => [
    ...exactlyOne(entity, 'id', rightId),
    ...atMostOne(entity, 'code', 'assignedPerson', 'representedOrganization'),
  ]);
}
