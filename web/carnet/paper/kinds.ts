/** What a person may say that a paper is, in the order in which it is asked; codes of JDV_J07. */
export const paperKinds = [
  'DOCPAT05',
  'DOCPAT02',
  'DOCPAT03',
  'DOCPAT04',
  'DOCPAT06',
  'DOCPAT07',
  'DOCPAT01',
  'EXPPAT_3',
  'EXPPAT_1',
  'DOCPAT09',
  'EXPPAT_2',
] as const;
export type PaperKind = (typeof paperKinds)[number];
