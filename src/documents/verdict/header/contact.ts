import { childrenOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import { atMostOne, attributeAt, has, holds, isNull, isThere, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

const addressParts = [
  ...['country', 'state', 'city', 'postalCode', 'county', 'houseNumber', 'houseNumberNumeric', 'streetName'],
  ...['streetNameType', 'additionalLocator', 'unitID', 'postBox', 'precinct'],
];
const mostLines = 7;

/** Every telecom, address and person’s name of the header, wherever it stands. */
export const contactRules: readonly Rule[] = [
  {
    id: 'telecom.value',
    fr: 'Un telecom a une valeur, ou à défaut nullFlavor UNK, NASK, ASKU, NAV ou MSK ; pas les deux.',
    en: 'A telecom has a value, or else nullFlavor UNK, NASK, ASKU, NAV or MSK; not both.',
    broken: ({ named }) =>
      named('telecom').filter((one) => {
        const nullFlavor = wordOf(one, 'nullFlavor');
        if (has('value')(one)) return nullFlavor !== undefined;
        return nullFlavor === undefined || !/^(UNK|NASK|ASKU|NAV|MSK)$/.test(nullFlavor);
      }),
  },
  {
    id: 'telecom.scheme',
    fr: 'La valeur d’un telecom commence par tel:, fax:, mailto:, http:, ftp: ou mllp:.',
    en: 'The value of a telecom begins with tel:, fax:, mailto:, http:, ftp: or mllp:.',
    broken: ({ named }) =>
      named('telecom')
        .filter((one) => has('value')(one) && !/^(tel|fax|mailto|http|ftp|mllp):./.test(wordOf(one, 'value') ?? ''))
        .map((one) => attributeAt(one, 'value')),
  },
  {
    id: 'telecom.use',
    fr: 'L’usage d’un telecom est H, HP, HV, WP, DIR, PUB, EC, MC ou PG.',
    en: 'The use of a telecom is H, HP, HV, WP, DIR, PUB, EC, MC or PG.',
    broken: (header) => wrongUse(header, 'telecom', /^(H|HP|HV|WP|DIR|PUB|EC|MC|PG)$/),
  },
  {
    id: 'address.use',
    fr: 'L’usage d’une adresse est H, HP, HV, WP ou TMP.',
    en: 'The use of an address is H, HP, HV, WP or TMP.',
    broken: (header) => wrongUse(header, 'addr', /^(H|HP|HV|WP|TMP)$/),
  },
  {
    id: 'address.parts',
    fr: 'Une adresse dit chaque partie une fois au plus, et sept streetAddressLine au plus.',
    en: 'An address says each part once at most, and seven streetAddressLine at most.',
    broken: ({ named }) =>
      named('addr').flatMap((one) => {
        const lines = childrenOf(one, 'streetAddressLine');
        return lines.length > 0 ? lines.slice(mostLines) : atMostOne(one, ...addressParts);
      }),
  },
  {
    id: 'name.family',
    fr: 'Une personne a un name et un seul, avec un family et un seul.',
    en: 'A person has one name, with one family.',
    broken: (header) => people(header).flatMap(oneFamilyName),
  },
  {
    id: 'name.parts',
    fr: 'Le nom d’une personne, hors patient, a au plus un family, un given, un prefix (civilité) et un suffix (titre).',
    en: 'The name of a person, the patient apart, has at most one family, given, prefix (courtesy title) and suffix (title).',
    broken: ({ named }) =>
      ['assignedPerson', 'relatedPerson', 'associatedPerson', 'informationRecipient']
        .flatMap((name) => named(name))
        .flatMap((person) => childrenOf(person, 'name'))
        .flatMap((name) => atMostOne(name, 'family', 'given', 'prefix', 'suffix')),
  },
  {
    id: 'organization.once',
    fr: 'Une organisation a au plus un name, un standardIndustryClassCode et un identifiant de structure (1.2.250.1.71.4.2.2).',
    en: 'An organization has at most one name, standardIndustryClassCode and structure identifier (1.2.250.1.71.4.2.2).',
    broken: ({ named }) =>
      ['representedOrganization', 'scopingOrganization']
        .flatMap((name) => named(name))
        .flatMap((one) => [
          ...atMostOne(one, 'name', 'standardIndustryClassCode'),
          ...childrenOf(one, 'id').filter(has('root', '1.2.250.1.71.4.2.2')).slice(1),
        ]),
  },
  {
    id: 'repeated.same',
    fr: 'Deux identifiants, adresses, télécoms ou noms côte à côte ne disent pas la même chose.',
    en: 'Two identifiers, addresses, telecoms or names side by side do not say the same.',
    broken: ({ named }) => repeatable.flatMap((name) => sameAsBefore(named(name))),
  },
  {
    id: 'repeated.null',
    fr: 'Un identifiant, une adresse, un télécom ou un nom n’est pas dit inconnu à côté d’un autre qui est donné.',
    en: 'An identifier, address, telecom or name is not said to be unknown beside another that is given.',
    broken: ({ named }) =>
      repeatable
        .flatMap((name) => siblings(named(name)))
        .filter((among) => among.some(isThere))
        .flatMap((among) => among.filter(isNull)),
  },
];

function wrongUse({ named }: Header, name: string, right: RegExp): readonly Place[] {
  return named(name)
    .map((one) => attributeAt(one, 'use'))
    .filter((place) => place.kind === 'attribute' && !right.test(place.value));
}

const repeatable = ['id', 'templateId', 'addr', 'telecom', 'name'];

/** Most stand alone: what they say is looked at only beside another. */
function sameAsBefore(elements: readonly XmlElement[]): readonly Place[] {
  return siblings(elements).flatMap((among) => {
    const seen = new Set<string>();
    return among.filter((one) => seen.size === seen.add(contentOf(one)).size);
  });
}

/** Those that have a sibling of their name, together. */
function siblings(elements: readonly XmlElement[]): readonly (readonly XmlElement[])[] {
  return [...Map.groupBy(elements, ({ parent }) => parent).values()].filter(({ length }) => length > 1);
}

function contentOf({ name, attributes, children }: XmlElement): string {
  const said = attributes.map((attribute) => `${attribute.name}=${attribute.value}`).sort();
  const inside = children.map((child) =>
    child.kind === 'element' ? contentOf(child) : child.kind === 'text' ? child.value.trim() : '',
  );
  return `<${name} ${said.join(' ')}>${inside.join('')}`;
}

/** Those who must be named. A person who is said to have performed or typed something may be known by their number alone. */
const people = ({ named }: Header) => [
  ...named('assignedPerson').filter((one) => !/^(performer|dataEnterer)$/.test(one.parent?.parent?.name ?? '')),
  ...named('relatedPerson'),
  ...named('associatedPerson').filter(holds('name')),
];

function oneFamilyName(person: XmlElement): readonly Place[] {
  const names = childrenOf(person, 'name');
  const [name] = names;
  if (name === undefined) return [person];
  if (names.length > 1) return names.slice(1);
  const families = childrenOf(name, 'family');
  return families.length === 0 ? [name] : families.slice(1);
}
