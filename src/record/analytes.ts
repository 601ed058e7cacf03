/** One thing that laboratories measure, whatever their codes and units. */
export interface Analyte {
  /** Stable, in addresses. */
  readonly key: string;
  readonly name: { readonly fr: string; readonly en: string };
  /** UCUM: the unit in which it is shown, the usual one in France. */
  readonly unit: string;
  /** In g/mol; absent where mass and amount of substance are not to be turned into one another. */
  readonly molarMass?: number;
  /** LOINC. */
  readonly codes: readonly string[];
  /** Between units that no factor binds: value in `to` = scale × value in `from` + offset. */
  readonly formula?: { readonly from: string; readonly to: string; readonly scale: number; readonly offset: number };
}

type Row = readonly [key: string, fr: string, en: string, unit: string, codes: string, molarMass?: number];

/**
 * Analytes of which French laboratories send more than one code or unit. In one row stand the LOINC codes of one component in one system
 * (serum or plasma unless the key says otherwise), whatever their property (mass or amount of substance) and their method: in another system,
 * or fasting, it is another analyte (French laboratories call the codes of glucose before a meal «à jeun», as those of fasting). What is not here has a series by its own code.
 *
 * Sources: LOINC, parts Component, Property and System of each code. Molar masses from the standard atomic weights (CIAAW 2021), of: the anhydrous
 * molecule; calcium, magnesium, iron and phosphorus as the element (a phosphate in mass is told as phosphorus); triglycerides as triolein
 * (C57H104O6); haemoglobin as its monomer (Fe), which LOINC's amount of substance means.
 */
const table: readonly Row[] = [
  ['glucose', 'Glycémie', 'Glucose', 'g/L', '2345-7 14749-6', 180.156],
  ['glucose-a-jeun', 'Glycémie à jeun', 'Fasting glucose', 'g/L', '53049-3 40193-5 1558-6 14771-0', 180.156],
  ['glucose-sang', 'Glucose sanguin', 'Glucose in blood', 'g/L', '2339-0 15074-8', 180.156],
  ['creatinine', 'Créatininémie', 'Creatinine', 'umol/L', '2160-0 14682-9', 113.12],
  ['creatinine-urine', 'Créatinine urinaire', 'Creatinine in urine', 'mmol/L', '2161-8 14683-7', 113.12],
  ['uree', 'Urée', 'Urea', 'mmol/L', '3091-6 22664-7', 60.056],
  ['acide-urique', 'Acide urique', 'Urate', 'umol/L', '3084-1 14933-6', 168.112],
  ['cholesterol', 'Cholestérol total', 'Cholesterol', 'g/L', '2093-3 14647-2', 386.66],
  ['cholesterol-hdl', 'Cholestérol HDL', 'HDL cholesterol', 'g/L', '2085-9 14646-4', 386.66],
  ['cholesterol-ldl', 'Cholestérol LDL', 'LDL cholesterol', 'g/L', '2089-1 22748-8 13457-7 39469-2', 386.66],
  ['triglycerides', 'Triglycérides', 'Triglycerides', 'g/L', '2571-8 14927-8', 885.45],
  ['calcium', 'Calcémie', 'Calcium', 'mmol/L', '17861-6 2000-8', 40.078],
  ['phosphate', 'Phosphorémie', 'Phosphate', 'mmol/L', '2777-1 14879-1', 30.974],
  ['magnesium', 'Magnésémie', 'Magnesium', 'mmol/L', '19123-9 2601-3', 24.305],
  ['fer', 'Fer sérique', 'Iron', 'umol/L', '2498-4 14798-3', 55.845],
  ['bilirubine', 'Bilirubine totale', 'Bilirubin', 'umol/L', '1975-2 14631-6', 584.67],
  ['bilirubine-conjuguee', 'Bilirubine conjuguée', 'Direct bilirubin', 'umol/L', '1968-7 14629-0', 584.67],
  ['hemoglobine', 'Hémoglobine', 'Haemoglobin', 'g/dL', '718-7 59260-0', 16114.5],
  ['t4-libre', 'T4 libre', 'Free T4', 'pmol/L', '3024-7 14920-3', 776.87],
  ['t3-libre', 'T3 libre', 'Free T3', 'pmol/L', '3051-0 14928-6', 650.97],
  ['vitamine-d3', '25-OH vitamine D3', '25-OH vitamin D3', 'nmol/L', '1989-3 14635-7', 400.65],
  ['vitamine-b12', 'Vitamine B12', 'Vitamin B12', 'pmol/L', '2132-9 14685-2', 1355.4],
  ['folates', 'Folates', 'Folate', 'nmol/L', '2284-8 14732-2', 441.4],
  ['cortisol', 'Cortisol', 'Cortisol', 'nmol/L', '2143-6 14675-3', 362.47],
  ['tsh', 'TSH', 'Thyrotropin', 'm[IU]/L', '3016-3 11579-0 11580-8'],
  ['crp', 'Protéine C réactive', 'C reactive protein', 'mg/L', '1988-5 30522-7'],
  ['alat', 'ALAT', 'ALT', 'U/L', '1742-6 1743-4'],
  ['asat', 'ASAT', 'AST', 'U/L', '1920-8 30239-8'],
  ['leucocytes', 'Leucocytes', 'Leukocytes', '10*9/L', '6690-2 26464-8'],
  ['hematies', 'Hématies', 'Erythrocytes', '10*12/L', '789-8 26453-1'],
  ['plaquettes', 'Plaquettes', 'Platelets', '10*9/L', '777-3 26515-7'],
  ['hematocrite', 'Hématocrite', 'Haematocrit', '%', '4544-3 20570-8'],
  ['poids', 'Poids', 'Body weight', 'kg', '29463-7 3141-9'],
  ['taille', 'Taille', 'Body height', 'cm', '8302-2 3137-7'],
  ['vgm', 'Volume globulaire moyen', 'Mean corpuscular volume', 'fL', '787-2 30428-7'],
];

/**
 * HbA1c in two ways of reckoning, by the master equation. Source: IFCC Working Group on HbA1c, Hoelzel et al., Clin Chem 2004;50:166–174:
 * NGSP = 0.09148 × IFCC + 2.152.
 */
const hba1c: Analyte = {
  key: 'hba1c',
  name: { fr: 'Hémoglobine glyquée (HbA1c)', en: 'HbA1c' },
  unit: '%',
  codes: ['4548-4', '17856-6', '4549-2', '59261-8'],
  formula: { from: 'mmol/mol', to: '%', scale: 0.09148, offset: 2.152 },
};

const analytes: readonly Analyte[] = [
  hba1c,
  ...table.map(
    ([key, fr, en, unit, codes, molarMass]): Analyte => ({
      key,
      name: { fr, en },
      unit,
      codes: codes.split(' '),
      ...(molarMass === undefined ? {} : { molarMass }),
    }),
  ),
];

const byCode = new Map(analytes.flatMap((analyte) => analyte.codes.map((code) => [code, analyte] as const)));
const byKey = new Map(analytes.map((analyte) => [analyte.key, analyte]));

export const loinc = 'http://loinc.org';

/** The analyte of a LOINC code; undefined for a code that stands for itself alone. */
export const analyteOfCode = (code: string): Analyte | undefined => byCode.get(code);
/** Vital signs that come as parts of another observation, often without a word for themselves. LOINC. */
const vitalSigns: ReadonlyMap<string, string> = new Map([
  ['8480-6', 'Pression artérielle systolique'],
  ['8462-4', 'Pression artérielle diastolique'],
]);
/** What a code that came without words is called; undefined for what is not known here. */
export const nameOfCode = (code: string): string | undefined => vitalSigns.get(code);
export const analyteOfKey = (key: string): Analyte | undefined => byKey.get(key);
