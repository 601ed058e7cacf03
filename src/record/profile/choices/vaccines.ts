import { type Choice, codedIn, type Row } from './choice.ts';

const rows: readonly (readonly [code: string, ...row: Row])[] = [
  ['J07BB', 'Grippe', 'vaccin contre la grippe, vaccin antigrippal', 'vaxigrip, influvac, efluelda, fluarix'],
  ['J07BN', 'Covid-19', 'covid, vaccin contre le covid-19, vaccin contre la covid-19', 'comirnaty, spikevax, nuvaxovid'],
  ['J07CA01', 'Diphtérie, tétanos, polio (DTP)', 'DTP, DT polio, diphtérie tétanos poliomyélite', 'revaxis, rappel'],
  [
    'J07CA02',
    'Diphtérie, tétanos, polio, coqueluche (DTCaP)',
    'DTCaP, DTP coqueluche, diphtérie tétanos poliomyélite coqueluche',
    'repevax, boostrixtetra, infanrix tetra, tetravac, rappel',
  ],
  [
    'J07CA06',
    'Diphtérie, tétanos, polio, coqueluche, Haemophilus b (5 en 1)',
    'pentavalent, vaccin pentavalent',
    'infanrix quinta, pentavac, bébé',
  ],
  [
    'J07CA09',
    'Diphtérie, tétanos, polio, coqueluche, Haemophilus b, hépatite B (6 en 1)',
    'hexavalent, vaccin hexavalent',
    'infanrix hexa, hexyon, vaxelis, bébé',
  ],
  ['J07AM01', 'Tétanos', 'vaccin antitétanique', ''],
  ['J07BD52', 'Rougeole, oreillons, rubéole (ROR)', 'ROR, rougeole oreillons et rubéole', 'priorix, m-m-rvaxpro'],
  ['J07BC01', 'Hépatite B', 'vaccin contre l’hépatite B', 'engerix, hbvaxpro'],
  ['J07BC02', 'Hépatite A', 'vaccin contre l’hépatite A', 'havrix, vaqta, avaxim'],
  ['J07BC20', 'Hépatite A et hépatite B', 'hépatite A et B, hépatites A et B', 'twinrix'],
  ['J07AL', 'Pneumocoque', 'vaccin contre le pneumocoque', 'prevenar, vaxneuvance, pneumovax, capvaxive'],
  ['J07AH08', 'Méningocoques ACWY', 'méningocoque ACWY, méningocoques A, C, W, Y', 'nimenrix, menquadfi, menveo, méningite'],
  ['J07AH09', 'Méningocoque B', 'méningocoque de groupe B', 'bexsero, trumenba, méningite'],
  ['J07AH07', 'Méningocoque C', 'méningocoque de groupe C', 'neisvac, menjugate, méningite'],
  ['J07BM', 'Papillomavirus (HPV)', 'papillomavirus, HPV, papillomavirus humain', 'gardasil, cervarix, col de l’utérus'],
  ['J07BH', 'Rotavirus', 'vaccin contre le rotavirus', 'rotarix, rotateq, gastro-entérite, bébé'],
  ['', 'Zona', 'vaccin contre le zona', 'shingrix, zostavax'],
  ['J07BK01', 'Varicelle', 'vaccin contre la varicelle', 'varivax, varilrix'],
  ['J07BX05', 'Bronchiolite (VRS)', 'VRS, virus respiratoire syncytial, vaccin contre le VRS', 'abrysvo, arexvy, mresvia'],
  ['J07AN01', 'Tuberculose (BCG)', 'BCG, tuberculose', ''],
  ['J07AG01', 'Haemophilus b', 'haemophilus influenzae b, Hib', 'act-hib'],
  ['J07BF03', 'Polio', 'poliomyélite', 'imovax polio'],
  ['J07BL01', 'Fièvre jaune', 'vaccin contre la fièvre jaune', 'stamaril, voyage'],
  ['J07AP', 'Typhoïde', 'fièvre typhoïde', 'typhim, voyage'],
  ['J07BG', 'Rage', 'vaccin contre la rage', 'rabipur, voyage'],
  ['J07BA01', 'Encéphalite à tiques', '', 'ticovac, encepur'],
  ['J07BA02', 'Encéphalite japonaise', '', 'ixiaro, voyage'],
  ['J07AE', 'Choléra', '', 'dukoral, vaxchora, voyage'],
  ['', 'Dengue', '', 'qdenga, voyage'],
  ['', 'Chikungunya', '', 'ixchiq'],
  ['', 'Leptospirose', '', 'spirolept'],
];

/** Ours: vaccines by what they protect against, with the ATC class (J07) that says just that; products of France beside them. */
export const vaccineChoices: readonly Choice[] = rows.map(codedIn);
