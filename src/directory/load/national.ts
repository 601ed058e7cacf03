/** National identifiers as extractions write them. */

/** `8` + RPPS; undefined for what is not one; `other` for the identifiers of people whom this directory does not hold (ADELI, employees). */
export function personId(type: string, id: string, national: string): string | 'other' | undefined {
  if (/^8\d{11}$/.test(national)) return national;
  if (/^\d{11}$/.test(id) && (type === '8' || type === '')) return `8${id}`;
  const kind = national === '' ? type : (national[0] ?? '');
  return /^[0-7]$/.test(type === '' ? kind : type) && `${national}${id}` !== '' ? 'other' : undefined;
}

const finess = /^\d[\dAB]\d{7}$/;

/**
 * A structure's national identifier by the surest of those that a line gives: FINESS, SIRET, RPPS rang, the FINESS of its legal entity.
 * undefined when none has its form.
 */
export function placeId(ids: {
  readonly finess: string;
  readonly siret: string;
  readonly technical: string;
  readonly former: string;
  readonly legal: string;
}): string | undefined {
  if (finess.test(ids.finess)) return `1${ids.finess}`;
  if (/^\d{14}$/.test(ids.siret)) return `3${ids.siret}`;
  const rang = /^[FR]?(\d{14})$/.exec(ids.technical)?.[1];
  if (rang !== undefined) return `4${rang}`;
  if (/^[34]\d{14}$|^1\d[\dAB]\d{7}$/.test(ids.former)) return ids.former;
  const technical = /^F?(\d[\dAB]\d{7})$/.exec(ids.technical)?.[1];
  if (technical !== undefined) return `1${technical}`;
  return finess.test(ids.legal) ? `1${ids.legal}` : undefined;
}

/** A structure as the extraction of mailboxes writes it: a type (1 FINESS, 3 SIRET, 4 RPPS rang) and a number, or both in one. */
export function placeIdOfType(type: string, id: string): string | undefined {
  if (/^1\d[\dAB]\d{7}$|^[34]\d{14}$/.test(id)) return id;
  if (finess.test(id)) return `1${id}`;
  if (/^\d{14}$/.test(id)) return type === '4' ? `4${id}` : `3${id}`;
  return undefined;
}
