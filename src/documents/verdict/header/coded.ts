import { isOid } from '#kernel';
import { attributeOf, type XmlElement } from '#xml';
import type { Header } from './header.ts';
import { attributeAt, every, has, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

const coded = [
  ...['code', 'translation', 'functionCode', 'confidentialityCode', 'standardIndustryClassCode'],
  ...['administrativeGenderCode', 'dischargeDispositionCode'],
];
/** What is shown to people: a code alone tells them nothing. */
const shown = ['confidentialityCode', 'standardIndustryClassCode', 'dischargeDispositionCode'];
/** Elements whose code is said in whole, when it is said. */
const whole: readonly (readonly string[])[] = [
  ['author', 'assignedAuthor', 'code'],
  ['informant', 'relatedEntity', 'code'],
  ['participant', 'associatedEntity', 'code'],
  ['componentOf', 'encompassingEncounter', 'code'],
  ['componentOf', 'encompassingEncounter', 'location', 'healthCareFacility', 'code'],
];
const nullFlavors = /^(NI|INV|DER|OTH|NINF|PINF|UNC|MSK|NA|UNK|ASKU|NAV|NASK|QS|TRC|NP)$/;

/** Every coded element of the header; whether its code is in its list is the next stage’s matter. */
export const codedRules: readonly Rule[] = [
  {
    id: 'coded.code',
    fr: 'Un élément codé a un code, ou nullFlavor, ou un texte (originalText), ou une traduction.',
    en: 'A coded element has a code, or nullFlavor, or a text (originalText), or a translation.',
    broken: (header) =>
      codes(header).filter(
        (one) => !has('code')(one) && !has('nullFlavor')(one) && one.children.every((child) => child.kind !== 'element'),
      ),
  },
  {
    id: 'coded.blank',
    fr: 'Un code ne contient pas d’espace.',
    en: 'A code holds no space.',
    broken: (header) =>
      codes(header)
        .filter((one) => /\s/.test(wordOf(one, 'code') ?? ''))
        .map(at('code')),
  },
  {
    id: 'coded.system',
    fr: 'Un code dit son système (codeSystem), par un OID.',
    en: 'A code says its system (codeSystem), by an OID.',
    broken: (header) =>
      codes(header)
        .filter((one) => has('code')(one) && !isOid(wordOf(one, 'codeSystem') ?? ''))
        .map(at('codeSystem')),
  },
  {
    id: 'coded.display',
    fr: 'Un code montré aux personnes a un libellé (displayName), et un libellé n’est pas vide.',
    en: 'A code shown to people has a label (displayName), and a label is not empty.',
    broken: (header) => [
      ...shown.flatMap((name) => header.named(name)).filter((one) => has('code')(one) && !has('displayName')(one)),
      ...codes(header)
        .map(at('displayName'))
        .filter((place) => place.kind === 'attribute' && place.value.trim() === ''),
    ],
  },
  {
    id: 'coded.whole',
    fr: 'Le code d’un auteur, d’un proche, d’un participant, de la prise en charge ou de son lieu a code, codeSystem et displayName.',
    en: 'The code of an author, a related person, a participant, the encounter or its place has code, codeSystem and displayName.',
    broken: ({ document }) =>
      whole
        .flatMap((path) => every(document, ...path))
        .filter((one) => !['code', 'codeSystem', 'displayName'].every((name) => has(name)(one))),
  },
  {
    id: 'coded.null-flavor',
    fr: 'nullFlavor est un code de HL7 : NI, NA, UNK, NASK, ASKU, NAV, OTH, MSK …',
    en: 'nullFlavor is a code of HL7: NI, NA, UNK, NASK, ASKU, NAV, OTH, MSK …',
    broken: ({ elements }) =>
      elements
        .filter((one) => {
          const said = attributeOf(one, 'nullFlavor');
          return said !== undefined && !nullFlavors.test(said);
        })
        .map(at('nullFlavor')),
  },
];

const codes = ({ named }: Header) => coded.flatMap((name) => named(name));
const at =
  (name: string) =>
  (one: XmlElement): Place =>
    attributeAt(one, name);
