/**
 * The INS DataMatrix: a header, then seven fields, each a tag and its value. A field that may be shorter than its longest ends with GS.
 *
 *   IS 01 0000000000000000000000   format, version, and 22 zeros: nothing is signed
 *   S1 matricule with its key      15
 *   S2 OID of its domain           at most 20
 *   S3 birth given names           at most 100, separated by spaces
 *   S4 birth family name           at most 100
 *   S5 sex                         M or F
 *   S6 birth date                  DD-MM-YYYY
 *   S7 COG code of birth place     5
 *
 * Source: Référentiel INS, datamatrix INS; three public examples of other software.
 */
export const header = `IS01${'0'.repeat(22)}`;
export const separator = '\u001d';

export const tags = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7'] as const;
export type Tag = (typeof tags)[number];

export interface Field {
  readonly longest: number;
  /** Always of its longest length: no separator follows. */
  readonly fixed: boolean;
  /** What it names, as refusals and forms call it. */
  readonly name: string;
}

export const fields: Readonly<Record<Tag, Field>> = {
  S1: { longest: 15, fixed: true, name: 'matricule' },
  S2: { longest: 20, fixed: false, name: 'oid' },
  S3: { longest: 100, fixed: false, name: 'birthGivens' },
  S4: { longest: 100, fixed: false, name: 'birthFamily' },
  S5: { longest: 1, fixed: true, name: 'sex' },
  S6: { longest: 10, fixed: true, name: 'birthDate' },
  S7: { longest: 5, fixed: true, name: 'birthPlace' },
};
