import { type CdaHeader, scanHeader } from '#documents';
import { parseInsOid } from '#ins';
import { Refusal } from '#kernel';

/** X-MSS-… fields of a message that leaves with documents. Source: Référentiel MSSanté #2, ECO.2.4.1–2.4.3. */
export interface MssHeaders {
  readonly 'X-MSS-CODECDA'?: string;
  readonly 'X-MSS-INS'?: 'O' | 'N';
  readonly 'X-MSS-NIL': string;
}

/** `codes`: the type of each CDA that the archive holds, in its order. X-MSS-INS and X-MSS-CODECDA are there only with a CDA. */
export function mssHeaders(cdas: readonly CdaHeader[], reference: string): MssHeaders {
  const codes = [...new Set(cdas.map(({ type }) => type.code.replace(/[^\w.-]/g, '')))];
  return {
    ...(cdas.length === 0 ? {} : { 'X-MSS-CODECDA': codes.join(','), 'X-MSS-INS': cdas.every(hasIns) ? ('O' as const) : 'N' }),
    'X-MSS-NIL': reference.replace(/[^\x21-\x7e]/g, ''),
  };
}

/** The header holds a matricule, its domain, and the four traits that go with them; a header without the traits is not read at all. */
export function hasIns({ patient }: Pick<CdaHeader, 'patient'>): boolean {
  return patient.ids.some(({ root }) => isInsDomain(root)) && /^\d{4}-\d{2}-\d{2}$/.test(patient.birthDate);
}

export function isInsDomain(root: string): boolean {
  try {
    parseInsOid(root);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The header of what is XML; undefined for a bare PDF. */
export function headerOf(bytes: Buffer, mediaType: string): CdaHeader | undefined {
  return /xml/i.test(mediaType) ? scanHeader(bytes) : undefined;
}
