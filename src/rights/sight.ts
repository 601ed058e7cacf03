/** What a Permit lets see of a record, by name. Turned into the values of the predicate in one place: {@link valuesOf}. */
export interface Sight {
  /** Of the facts that it was decided from. */
  readonly version: number;
  /** Sees what is hidden from professionals (`MASQUE_PS`). */
  readonly seesMasked: boolean;
  /** Whose own things are seen although they are masked, hidden from representatives or of a denied type; empty for nobody. */
  readonly author: string;
  /** Sees what is not shown to the person yet (`INVISIBLE_PATIENT`). */
  readonly seesUnannounced: boolean;
  /** Sees what is hidden from legal representatives (`INVISIBLE_REPRESENTANTS_LEGAUX`). */
  readonly seesUnrepresented: boolean;
  /** Only what the author wrote or the depositor deposited. */
  readonly ownOnly: boolean;
  /** Whose deposits are seen; empty for nobody. */
  readonly depositor: string;
  /** Document types (JDV_J07) that are not seen, nor what was drawn from documents of them. */
  readonly denied: readonly string[];
  /** Sees what was drawn from no document. */
  readonly seesUntyped: boolean;
}

/** The predicate's values, in the order in which `predicateText` takes them. */
export type SightValues = readonly [number, boolean, string, boolean, boolean, boolean, string, readonly string[], boolean];

export function valuesOf(sight: Sight): SightValues {
  const { version, seesMasked, author, seesUnannounced, seesUnrepresented, ownOnly, depositor, denied, seesUntyped } = sight;
  return [version, seesMasked, author, seesUnannounced, seesUnrepresented, ownOnly, depositor, denied, seesUntyped];
}

type Named = Omit<Sight, 'version'>;

/** All of it, whatever is hidden from whom. */
export const everything: Named = {
  seesMasked: true,
  author: '',
  seesUnannounced: true,
  seesUnrepresented: true,
  ownOnly: false,
  depositor: '',
  denied: [],
  seesUntyped: true,
};
export const asThePerson: Named = { ...everything, seesUnannounced: false };
/** Nothing masked; the author is to be named, for what they wrote. */
export const asAProfessional: Named = { ...everything, seesMasked: false };
/** What somebody made, all of it; the author or the depositor is to be named. */
export const ownThings: Named = { ...everything, ownOnly: true };
