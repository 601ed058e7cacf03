import type { Matricule } from './matricule.ts';
import type { InsOid } from './oid.ts';
import type { Traits } from './traits.ts';

/** The traits as INSi gives them: no first given name apart, and nothing promised about their form. */
export interface InsiTraits {
  readonly birthFamily: string;
  readonly birthGivens: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly birthPlace: string;
}

export interface InsiIdentity {
  readonly oid: string;
  readonly matricule: string;
  readonly traits: InsiTraits;
  /** Matricules that were this person's before: a NIA that a NIR has replaced. Each is answered as nobody's from then on. */
  readonly formerly?: readonly { readonly oid: string; readonly matricule: string }[];
}

/** One question of a verification: is this matricule this person's? */
export interface InsiQuestion {
  readonly oid: InsOid;
  readonly matricule: Matricule;
  readonly traits: Traits;
}

/** The most questions of one batch. */
export const insiBatch = 500;

/** `00` exactly one person, `01` none, `02` several. `simulated`: the answer says nothing about anybody real. */
export type InsiAnswer =
  | { readonly code: '00'; readonly identity: InsiIdentity; readonly simulated: boolean }
  | { readonly code: '01' | '02'; readonly simulated: boolean };

/**
 * The teleservice INSi, as Socle needs it. An adapter throws a Refusal when it cannot get an answer (`ins.insi-unavailable`): no answer
 * is never "none".
 * Source: SEL-MP-043, search by traits and verification.
 */
export interface Insi {
  /** True when this is a simulator; kept beside every identity that rests on it. */
  readonly simulated: boolean;
  search(traits: Traits): Promise<InsiAnswer>;
  /** Whether that matricule is that person's: true only when all strict traits agree. */
  verify(oid: InsOid, matricule: Matricule, traits: Traits): Promise<boolean>;
  /**
   * The same of many at once, answered in the order asked; at most {@link insiBatch}, refuses `ins.batch-too-large` beyond. All are answered
   * or none.
   */
  verifyMany(asked: readonly InsiQuestion[]): Promise<readonly boolean[]>;
}
