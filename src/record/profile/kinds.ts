import type { ProfileSection } from './line.ts';

/** A code with the words that stand beside it in a resource. */
export interface Kind {
  readonly code: string;
  readonly text: string;
}

/** What a measure entered by the person may be. */
export interface MeasureKind extends Kind {
  readonly system: string;
  readonly category: 'vital-signs' | 'social-history' | 'laboratory';
  /** UCUM; absent for what is told in words. */
  readonly unit?: string;
  /** Beyond these nobody is: a number or a unit was mistaken. */
  readonly between?: readonly [low: number, high: number];
  /** Under which others give the same measure, LOINC. */
  readonly also?: readonly string[];
  /** In g/mol, where mass and amount of substance are turned into one another. */
  readonly molarMass?: number;
  /** Two numbers: LOINC of each. */
  readonly parts?: readonly [upper: string, lower: string];
}

const loinc = 'http://loinc.org';
export const habitSystem = 'urn:socle:habit';

/** LOINC; physical activity by our own code, for no LOINC code is for free words of it. */
export const measureKinds: Readonly<Record<string, MeasureKind>> = {
  weight: {
    system: loinc,
    code: '29463-7',
    also: ['3141-9'],
    text: 'Poids',
    category: 'vital-signs',
    unit: 'kg',
    between: [0.2, 400],
  },
  height: {
    system: loinc,
    code: '8302-2',
    also: ['3137-7'],
    text: 'Taille',
    category: 'vital-signs',
    unit: 'cm',
    between: [20, 260],
  },
  pressure: {
    system: loinc,
    code: '85354-9',
    text: 'Tension artérielle',
    category: 'vital-signs',
    unit: 'mm[Hg]',
    between: [20, 300],
    parts: ['8480-6', '8462-4'],
  },
  pulse: {
    system: loinc,
    code: '8867-4',
    text: 'Fréquence cardiaque',
    category: 'vital-signs',
    unit: '/min',
    between: [20, 300],
  },
  temperature: { system: loinc, code: '8310-5', text: 'Température', category: 'vital-signs', unit: 'Cel', between: [25, 45] },
  waist: { system: loinc, code: '8280-0', text: 'Tour de taille', category: 'vital-signs', unit: 'cm', between: [20, 300] },
  // Measured at home on a drop of blood; laboratories measure the vein, and their results stand with the results.
  glucose: {
    system: loinc,
    code: '41653-7',
    also: ['14743-9'],
    text: 'Glycémie au doigt',
    category: 'vital-signs',
    unit: 'g/L',
    between: [0.1, 10],
    molarMass: 180.156,
  },
  'blood-group': { system: loinc, code: '882-1', text: 'Groupe sanguin', category: 'laboratory' },
  tobacco: { system: loinc, code: '72166-2', text: 'Tabac', category: 'social-history' },
  alcohol: { system: loinc, code: '11331-6', text: 'Alcool', category: 'social-history' },
  activity: { system: habitSystem, code: 'activity', text: 'Activité physique', category: 'social-history' },
};

/** HL7 v3 RoleCode. */
export const relationKinds: Readonly<Record<string, Kind>> = {
  mother: { code: 'MTH', text: 'Mère' },
  father: { code: 'FTH', text: 'Père' },
  sister: { code: 'SIS', text: 'Sœur' },
  brother: { code: 'BRO', text: 'Frère' },
  child: { code: 'CHILD', text: 'Enfant' },
  grandparent: { code: 'GRPRN', text: 'Grand-parent' },
  aunt: { code: 'AUNT', text: 'Tante' },
  uncle: { code: 'UNCLE', text: 'Oncle' },
  cousin: { code: 'COUSN', text: 'Cousin ou cousine' },
};

export const closeKinds: Readonly<Record<string, Kind>> = {
  ...relationKinds,
  spouse: { code: 'SPS', text: 'Conjoint' },
  partner: { code: 'DOMPART', text: 'Partenaire' },
  friend: { code: 'FRND', text: 'Ami ou amie' },
  neighbour: { code: 'NBOR', text: 'Voisin ou voisine' },
};

export const wishKinds: Readonly<Record<string, Kind>> = {
  directives: { code: 'advance-directives', text: 'Directives anticipées' },
  organs: { code: 'organ-donation', text: 'Don d’organes' },
  care: { code: 'care', text: 'Souhait pour mes soins' },
};

/** allergy-intolerance-category. */
export const allergyKinds: Readonly<Record<string, Kind>> = {
  medication: { code: 'medication', text: 'Médicament' },
  food: { code: 'food', text: 'Aliment' },
  environment: { code: 'environment', text: 'Environnement' },
};

const kinds: Partial<Readonly<Record<ProfileSection, Readonly<Record<string, Kind>>>>> = {
  allergies: allergyKinds,
  measures: measureKinds,
  family: relationKinds,
  relatives: closeKinds,
  wishes: wishKinds,
};

/** The kinds that an entry of a section may have. */
export const kindsOf = (section: ProfileSection): ReadonlySet<string> => new Set(Object.keys(kinds[section] ?? {}));

/** The kind of these that bears a code. */
export const kindOfCode = (of: Readonly<Record<string, Kind>>, code: string | undefined): string | undefined =>
  Object.entries(of).find(([, kind]) => kind.code === code)?.[0];
