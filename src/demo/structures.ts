import type { CodedValue } from '#kernel';
import { facilities, practices } from './codes.ts';
import { withLuhn } from './matricule.ts';
import type { CouloirId } from './outside.ts';

/** A structure of the territory. Its FINESS number stands in department 99, which does not exist. */
export interface DemoStructure {
  /** `1` + 9 digits of FINESS. */
  readonly id: string;
  readonly name: string;
  readonly couloir: CouloirId;
  /** JDV_J02. */
  readonly facilityType: CodedValue;
  /** JDV_J04. */
  readonly practiceSetting: CodedValue;
  /** The client id of the software that publishes for it. */
  readonly clientId: string;
  readonly softwareName: string;
  readonly address: { readonly line: string; readonly postalCode: string; readonly city: string };
  readonly telecom: string;
}

type Line = readonly [
  key: string,
  name: string,
  couloir: CouloirId,
  facility: CodedValue,
  practice: CodedValue,
  product: string,
  softwareName: string,
  street: string,
  city: string,
];

const { ambulatory, hospital, social } = practices;

// One product a couloir; each structure runs its own installation of it, with a client id of its own.
const hospitalSoftware = ['logiciel-hopital', 'Hospitalia Fictif'] as const;
const biologySoftware = ['logiciel-biologie', 'Labo Fictif'] as const;
const radiologySoftware = ['logiciel-radiologie', 'Imago Fictif'] as const;
const pharmacySoftware = ['logiciel-officine', 'Officine Fictive'] as const;
const citySoftware = ['logiciel-ville', 'Cabinet Fictif'] as const;
const socialSoftware = ['logiciel-medico-social', 'Usager Fictif'] as const;

const lines: readonly Line[] = [
  [
    'hospital',
    'Centre hospitalier de Brumelune',
    'hopital',
    facilities.publicHospital,
    hospital,
    ...hospitalSoftware,
    '1 avenue des Alizés',
    'Brumelune',
  ],
  [
    'clinic',
    'Clinique des Trois-Sources',
    'hopital',
    facilities.clinic,
    hospital,
    ...hospitalSoftware,
    '14 quai des Songes',
    'Port-Chimère',
  ],
  [
    'lab',
    "Laboratoire de l'Alambic",
    'biologie',
    facilities.laboratory,
    ambulatory,
    ...biologySoftware,
    '3 place du Marché-aux-Nuages',
    'Brumelune',
  ],
  [
    'labPort',
    'Laboratoire du Port-Chimère',
    'biologie',
    facilities.laboratory,
    ambulatory,
    ...biologySoftware,
    '22 rue des Sirènes',
    'Port-Chimère',
  ],
  [
    'radiology',
    "Centre d'imagerie du Halo",
    'radiologie',
    facilities.groupPractice,
    ambulatory,
    ...radiologySoftware,
    '5 boulevard des Lucarnes',
    'Brumelune',
  ],
  [
    'radiologyPort',
    'Imagerie de la Lanterne',
    'radiologie',
    facilities.groupPractice,
    ambulatory,
    ...radiologySoftware,
    '8 rue du Phare-Bleu',
    'Port-Chimère',
  ],
  [
    'pharmacy',
    'Pharmacie du Grand-Mirliton',
    'officine',
    facilities.pharmacy,
    ambulatory,
    ...pharmacySoftware,
    '2 rue de la Ritournelle',
    'Grand-Mirliton',
  ],
  [
    'pharmacyFables',
    'Pharmacie des Fablières',
    'officine',
    facilities.pharmacy,
    ambulatory,
    ...pharmacySoftware,
    '11 rue du Corbeau-Poli',
    'Les Fablières',
  ],
  [
    'house',
    "Maison de santé du Val-d'Écume",
    'ville',
    facilities.healthHouse,
    ambulatory,
    ...citySoftware,
    '7 chemin des Embruns',
    "Val-d'Écume",
  ],
  [
    'practice',
    'Cabinet médical de Saint-Orme',
    'ville',
    facilities.groupPractice,
    ambulatory,
    ...citySoftware,
    '9 place de l’Orme-Penché',
    'Saint-Orme-les-Brumes',
  ],
  [
    'nursingHome',
    'EHPAD Les Lucioles',
    'medico-social',
    facilities.elderly,
    social,
    ...socialSoftware,
    '30 allée des Vers-Luisants',
    'Saint-Orme-les-Brumes',
  ],
  [
    'foyer',
    "Foyer d'accueil L'Archipel",
    'medico-social',
    facilities.disability,
    social,
    ...socialSoftware,
    '4 route des Îlots',
    'Les Fablières',
  ],
];

const postalCodes: Readonly<Record<string, string>> = {
  Brumelune: '99010',
  'Port-Chimère': '99020',
  'Grand-Mirliton': '99030',
  'Les Fablières': '99040',
  "Val-d'Écume": '99050',
  'Saint-Orme-les-Brumes': '99060',
};

/** The six towns of the territory with their postal codes; 99 is no department of France. */
export const towns: readonly { readonly city: string; readonly postalCode: string }[] = Object.entries(postalCodes).map(
  ([city, postalCode]) => ({ city, postalCode }),
);

const byKey = new Map<string, DemoStructure>(
  lines.map(([key, name, couloir, facilityType, practiceSetting, product, softwareName, line, city], index) => [
    key,
    {
      id: `1${withLuhn(`9900${String(index + 1).padStart(3, '0')}0`)}`,
      name,
      couloir,
      facilityType,
      practiceSetting,
      clientId: `${product}-${lines.slice(0, index + 1).filter((one) => one[2] === couloir).length}`,
      softwareName,
      address: { line, postalCode: postalCodes[city] ?? '99000', city },
      telecom: `01990000${String(index + 10)}`,
    },
  ]),
);

export const structures: readonly DemoStructure[] = [...byKey.values()];

export function structure(key: string): DemoStructure {
  const found = byKey.get(key);
  if (!found) throw new Error(`no structure ${key} in the territory`);
  return found;
}

const byId = new Map(structures.map((one) => [one.id, one]));

export function structureById(id: string): DemoStructure {
  const found = byId.get(id);
  if (!found) throw new Error(`no structure ${id} in the territory`);
  return found;
}
