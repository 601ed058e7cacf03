import type { FoundPlace, Mailbox } from '#directory';
import { concept, eachOnce, identifier, listed, mailboxTelecom, metaOf, type Part, telecom } from './parts.ts';
import { codes, extensions, profiles, systems } from './systems.ts';

/** Source: as-dp-organization 1.2.0. */
export function organization(place: FoundPlace, mailboxes: readonly Mailbox[]): Part {
  const { id, name, alias, active, partOf, opened } = place;
  return {
    resourceType: 'Organization',
    id,
    meta: metaOf(place, profiles.organization),
    language: 'fr',
    ...(opened === '' ? {} : { extension: [{ url: extensions.period, valuePeriod: { start: opened } }] }),
    identifier: identifiers(place),
    active,
    type: types(place),
    name,
    ...(alias === '' ? {} : { alias: [alias] }),
    ...listed('telecom', [
      ...telecom('phone', place.phone, place.phone2),
      ...telecom('fax', place.fax),
      ...telecom('email', place.email),
      ...eachOnce(mailboxes).map(mailboxTelecom),
    ]),
    ...listed('address', address(place)),
    ...(partOf === undefined ? {} : { partOf: { reference: `Organization/${partOf}` } }),
  };
}

function identifiers({ id, siret, siren, technical, source }: FoundPlace): Part[] {
  const own = id.startsWith('3') ? id.slice(1) : siret;
  const rang = technical ?? (id.startsWith('4') ? id.slice(1) : undefined);
  const finess = source === 'finess-legal' ? 'FINEJ' : 'FINEG';
  return [
    identifier('IDNST', systems.place, id),
    ...(id.startsWith('1') ? [identifier(finess, systems.finess, id.slice(1))] : []),
    ...(own === undefined ? [] : [identifier('SIRET', systems.sirene, own)]),
    ...(siren === '' ? [] : [identifier('SIREN', systems.sirene, siren)]),
    ...(rang === undefined ? [] : [identifier('RPPSRG', systems.rppsRang, rang)]),
  ];
}

function types({ source, sector, category }: FoundPlace): Part[] {
  const of = (kind: string): Part[] => [{ url: extensions.organizationTypes, valueCode: kind }];
  const entity = source === 'finess-legal' ? 'LEGAL-ENTITY' : 'GEOGRAPHICAL-ENTITY';
  return [
    { extension: of('organizationType'), ...concept([codes.organizationType, entity]) },
    { extension: of('secteurActiviteRASS'), ...concept([codes.sector, sector]) },
    ...(category === undefined ? [] : [concept([codes.finessCategory, category])]),
  ];
}

function address({ number, repeat, way, street, mention, town, commune, postcode }: FoundPlace): Part[] {
  const parts = [
    [extensions.houseNumber, number],
    [extensions.numberSuffix, repeat],
    [extensions.streetType, way],
    [extensions.street, street],
    [extensions.postBox, mention],
  ] as const;
  const told = parts.filter(([, value]) => value !== '');
  if (told.length === 0 && town === '' && postcode === undefined) return [];
  const line = [`${number}${repeat}`, way, street, mention].filter((word) => word !== '').join(' ');
  return [
    {
      ...(commune === ''
        ? {}
        : { extension: [{ url: extensions.insee, valueCoding: { system: codes.commune, code: commune } }] }),
      ...(line === '' ? {} : { line: [line] }),
      ...(told.length === 0 ? {} : { _line: [{ extension: told.map(([url, valueString]) => ({ url, valueString })) }] }),
      ...(town === '' ? {} : { city: town }),
      ...(postcode === undefined ? {} : { postalCode: postcode }),
    },
  ];
}
