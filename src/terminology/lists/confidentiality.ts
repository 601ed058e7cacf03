import type { CodeTable } from '../table.ts';

/**
 * Confidentiality, XDS confidentialityCode.
 * Source: JDV_J08-XdsConfidentialityCode-CISIS, OID 1.2.250.1.213.1.1.5.463, revision 2020-04-24 (ANS).
 */
export const confidentiality: CodeTable = {
  '2.16.840.1.113883.5.25': [
    ['N', 'Normal'],
    ['R', 'Restreint'],
    ['V', 'Très restreint'],
  ],
  '1.2.250.1.213.1.1.4.13': [
    ['INVISIBLE_PATIENT', 'Non visible par le patient'],
    ['INVISIBLE_REPRESENTANTS_LEGAUX', 'Non visible par les représentants légaux du patient'],
    ['MASQUE_PS', 'Masqué aux professionnels de santé'],
  ],
};
