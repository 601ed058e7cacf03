import { Refusal } from '#kernel';

/** The domains of a matricule: NIR and NIA, then the two ranges for fictitious people (tests, demonstrations). */
export const insOids = {
  nir: '1.2.250.1.213.1.4.8',
  nia: '1.2.250.1.213.1.4.9',
  test: '1.2.250.1.213.1.4.10',
  demonstration: '1.2.250.1.213.1.4.11',
} as const;

export type InsOid = (typeof insOids)[keyof typeof insOids];
export type InsNature = 'NIR' | 'NIA';

const known: ReadonlySet<string> = new Set(Object.values(insOids));
const urn = 'urn:oid:';

/**
 * Reads the domain of a matricule, with or without `urn:oid:`.
 * Refuses `ins.unknown-oid`, also for the former INS-C (`.2`) which identifies nobody any more.
 * Source: ANS, OIDs of the INS.
 */
export function parseInsOid(text: string): InsOid {
  const oid = text.toLowerCase().startsWith(urn) ? text.slice(urn.length) : text;
  if (known.has(oid)) return oid as InsOid;
  throw new Refusal(
    'ins.unknown-oid',
    {
      fr: 'Ce domaine n’est pas un domaine de l’INS : attendu 1.2.250.1.213.1.4.8 (NIR), .9 (NIA), .10 (test) ou .11 (démonstration).',
      en: 'This is not a domain of the INS: expected 1.2.250.1.213.1.4.8 (NIR), .9 (NIA), .10 (test) or .11 (demonstration).',
    },
    { source: 'Référentiel INS', at: 'oid' },
  );
}

/** What is written after a matricule on paper and screen; both fictitious ranges imitate the NIR. */
export function natureOf(oid: InsOid): InsNature {
  return oid === insOids.nia ? 'NIA' : 'NIR';
}

/** True for the two ranges in which nobody real is ever found. */
export function isFictitiousDomain(oid: InsOid): boolean {
  return oid === insOids.test || oid === insOids.demonstration;
}
