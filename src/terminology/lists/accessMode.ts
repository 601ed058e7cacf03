import type { CodeTable } from '../table.ts';

/**
 * How a professional came to a record: modes d'accès.
 * Source: TRE_R248-ModeAcces, OID 1.2.250.1.213.1.1.4.248 (ANS).
 */
export const accessMode: CodeTable = {
  '1.2.250.1.213.1.1.4.248': [
    ['normal', 'Accès normal'],
    ['bris_de_glace', 'Accès en bris de glace'],
    ['centre_15', 'Accès par un centre de régulation médicale'],
  ],
};
