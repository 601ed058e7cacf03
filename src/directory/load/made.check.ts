import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Extractions of people and places that do not exist, in the forms in which the real ones are published, for tests and measures. */

export const rppsHeader = [
  "Type d'identifiant PP",
  'Identifiant PP',
  'Identification nationale PP',
  "Code civilité d'exercice",
  "Libellé civilité d'exercice",
  'Code civilité',
  'Libellé civilité',
  "Nom d'exercice",
  "Prénom d'exercice",
  'Code profession',
  'Libellé profession',
  'Code catégorie professionnelle',
  'Libellé catégorie professionnelle',
  'Code type savoir-faire',
  'Libellé type savoir-faire',
  'Code savoir-faire',
  'Libellé savoir-faire',
  'Code mode exercice',
  'Libellé mode exercice',
  'Numéro SIRET site',
  'Numéro SIREN site',
  'Numéro FINESS site',
  'Numéro FINESS établissement juridique',
  'Identifiant technique de la structure',
  'Raison sociale site',
  'Enseigne commerciale site',
  'Complément destinataire (coord. structure)',
  'Complément point géographique (coord. structure)',
  'Numéro Voie (coord. structure)',
  'Indice répétition voie (coord. structure)',
  'Code type de voie (coord. structure)',
  'Libellé type de voie (coord. structure)',
  'Libellé Voie (coord. structure)',
  'Mention distribution (coord. structure)',
  'Bureau cedex (coord. structure)',
  'Code postal (coord. structure)',
  'Code commune (coord. structure)',
  'Libellé commune (coord. structure)',
  'Code pays (coord. structure)',
  'Libellé pays (coord. structure)',
  'Téléphone (coord. structure)',
  'Téléphone 2 (coord. structure)',
  'Télécopie (coord. structure)',
  'Adresse e-mail (coord. structure)',
  'Code Département (structure)',
  'Libellé Département (structure)',
  'Ancien identifiant de la structure',
  "Autorité d'enregistrement",
  "Code secteur d'activité",
  "Libellé secteur d'activité",
  'Code section tableau pharmaciens',
  'Libellé section tableau pharmaciens',
  'Code rôle',
  'Libellé rôle',
  'Code genre activité',
  'Libellé genre activité',
] as const;

export type RppsColumn = (typeof rppsHeader)[number];

/** A line by the names of its columns; those not given are empty. */
export function rppsLine(cells: Partial<Record<RppsColumn, string>>, header: readonly string[] = rppsHeader): string {
  return header.map((name) => cells[name as RppsColumn] ?? '').join('|');
}

const syllables = [
  'Bru',
  'mail',
  'Ker',
  'lo',
  'Vau',
  'tri',
  'Sté',
  'than',
  'Pul',
  'sar',
  'Nué',
  'Œil',
  'vert',
  'Mar',
  'ti',
  'gne',
];
const givens = [
  'Irène',
  'Basile',
  'Corentine',
  'Maël',
  'Ambre',
  'Hector',
  'Capucine',
  'Ysée',
  'Loïc',
  'Cœurine',
  'Jean-Noé',
  'Aÿmeric',
];
const towns = [
  ['35000', 'RENNES', '35238'],
  ['29200', 'BREST', '29019'],
  ['97200', 'FORT-DE-FRANCE', '97209'],
  ['20000', 'AJACCIO', '2A004'],
  ['69003', 'LYON', '69383'],
  ['76000', 'ROUEN', '76540'],
  ['44000', 'NANTES', '44109'],
] as const;
const professions = ['10', '60', '70', '40', '50', '21', '91', '80'] as const;
const skills = ['SM54', 'SM04', 'SM40', 'SM15', 'SM26', 'SM49'] as const;

const at = <T>(all: readonly T[], n: number): T => all[n % all.length] as T;
const mixed = (n: number): number => Math.imul((n ^ (n >>> 15)) + 0x9e3779b9, 0x85ebca6b) >>> 0;

export const madeRpps = (n: number): string => `997${String(n).padStart(8, '0')}`;
export const madeFamily = (n: number): string =>
  `${at(syllables, mixed(n))}${at(syllables, mixed(n) >>> 6)}${n % 3 === 0 ? `-${at(syllables, n)}` : ''}`.toUpperCase();

/** One activity: every tenth person has two lines, every twentieth none but who they are. */
export function madeActivity(n: number, phone = ''): string {
  const person = n - (n % 10 === 1 ? 1 : 0);
  const site = Math.floor(mixed(n) / 64) % 200_000;
  const [postcode, town, commune] = at(towns, site);
  const profession = at(professions, mixed(person));
  const physician = profession === '10';
  const none = n % 20 === 7;
  const finess = site % 3 === 0;
  return rppsLine({
    "Type d'identifiant PP": '8',
    'Identifiant PP': madeRpps(person),
    'Identification nationale PP': `8${madeRpps(person)}`,
    ...(physician ? { "Code civilité d'exercice": 'DR' } : {}),
    'Code civilité': person % 2 === 0 ? 'M' : 'MME',
    "Nom d'exercice": madeFamily(person),
    "Prénom d'exercice": at(givens, mixed(person) >>> 3),
    'Code profession': profession,
    'Code catégorie professionnelle': 'C',
    ...(physician
      ? { 'Code type savoir-faire': 'S', 'Code savoir-faire': at(skills, person), 'Libellé savoir-faire': 'Spécialité' }
      : {}),
    "Autorité d'enregistrement": 'CNOM/CNOM/CNOM',
    ...(none
      ? {}
      : {
          'Code mode exercice': n % 4 === 0 ? 'S' : 'L',
          'Libellé mode exercice': n % 4 === 0 ? 'Salarié' : 'Libéral',
          ...(finess
            ? { 'Numéro FINESS site': `99${String(site).padStart(7, '0')}` }
            : { 'Numéro SIRET site': `99${String(site).padStart(12, '0')}` }),
          'Identifiant technique de la structure': finess
            ? `F99${String(site).padStart(7, '0')}`
            : `R${String(site).padStart(14, '0')}`,
          'Raison sociale site': `CABINET DES NUÉES ${site}`,
          'Numéro Voie (coord. structure)': String((site % 90) + 1),
          'Code type de voie (coord. structure)': 'R',
          'Libellé Voie (coord. structure)': 'DU VENT D’AUTAN',
          'Bureau cedex (coord. structure)': `${postcode} ${town}`,
          'Code postal (coord. structure)': postcode,
          'Code commune (coord. structure)': commune,
          'Libellé commune (coord. structure)': town,
          'Téléphone (coord. structure)': phone,
          "Code secteur d'activité": finess ? 'SA01' : 'SA08',
          'Code rôle': 'FON-AU',
          'Code genre activité': 'GENR01',
        }),
  });
}

export const mssanteHeader =
  "Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|Prénom d'exercice|Catégorie profession|Libellé de catégorie profession|Code Profession|Libellé Profession|Code savoir-faire|Libellé savoir-faire|Dématérialisation|Raison Sociale structure BAL|Enseigne commerciale structure BAL|L2COMPLEMENTLOCALISATION|L3COMPLEMENTDISTRIBUTION|L4NUMEROVOIE|L4COMPLEMENTNUMEROVOIE|NL4TYPEVOIE|L4LIBELLEVOIE|L5LIEUDITMENTION|L6LIGNEACHEMINEMENT|Code postal|Département|Pays";

export interface MadeMailbox {
  readonly type: string;
  readonly address: string;
  readonly rpps?: string;
  readonly place?: readonly [type: string, id: string];
  readonly service?: string;
}

export function mssanteLine({ type, address, rpps = '', place = ['', ''], service = '' }: MadeMailbox): string {
  const cells = [type, address, rpps === '' ? '' : '8', rpps, rpps === '' ? '' : `8${rpps}`, ...place, service];
  return [...cells, ...Array.from({ length: mssanteHeader.split('|').length - cells.length }, () => '')].join('|');
}

export const finessFirst = 'finess;etalab;111;2026-05-12';

/** A line of structures as FINESS gives them out, 32 columns. */
export function finessLine(number: string, legal: string, name: string, arrival: string, category = '355'): string {
  const cells = [
    'structureet',
    number,
    legal,
    name,
    '',
    '',
    '',
    '12',
    'R',
    'DES EMBRUNS',
    '',
    '',
    '238',
    '35',
    'ILLE ET VILAINE',
    arrival,
  ];
  const more = [
    '0200000000',
    '',
    category,
    'Centre Hospitalier (C.H.)',
    '1102',
    'Centres Hospitaliers',
    '',
    '8610Z',
    '03',
    'ARS',
    '1',
    'Public',
  ];
  return [...cells, ...more, '1979-02-13', '1979-02-13', '2020-02-04', ''].join(';');
}

/** Writes lines to a file as they come, without keeping them; gives how many there were. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<number> {
  const out = createWriteStream(path);
  let count = 0;
  let block: string[] = [];
  const flush = async (): Promise<void> => {
    const text = block.join('');
    block = [];
    if (!out.write(text)) await once(out, 'drain');
  };
  for (const line of lines) {
    block.push(line, '\n');
    count += 1;
    if (block.length > 10_000) await flush();
  }
  await flush();
  out.end();
  await finished(out);
  return count;
}

/** A file of activities: the header and `count` lines. */
export function* madeExtraction(count: number, phoneOf: (n: number) => string = () => ''): Generator<string> {
  yield rppsHeader.join('|');
  for (let n = 0; n < count; n++) yield madeActivity(n, phoneOf(n));
}
