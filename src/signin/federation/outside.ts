/** The levels of assurance that a provider may vouch for, the lowest first. Source: Règlement eIDAS, niveaux faible, substantiel, élevé. */
export const levels = ['eidas1', 'eidas2', 'eidas3'] as const;
export type Level = (typeof levels)[number];

/** An OpenID provider outside, whose word signs people in here. */
export interface OutsideProvider {
  /** Its issuer, or the whole address of its discovery document when that is not the usual one (Pro Santé Connect). */
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string;
  /** Asked for, and the least that is accepted. */
  readonly level: Level;
  /** As people know it: on the button and in sentences. */
  readonly name: string;
}

/** What the environment says of the providers outside; none by default. */
export interface OutsideProviders {
  /** Pro Santé Connect, for professionals. */
  readonly professional?: OutsideProvider;
  /** For citizens: FranceConnect or another that gives the strict traits. */
  readonly citizen?: OutsideProvider;
}

/** As the addresses name them. */
export type Way = 'psc' | 'citoyen';

export function isWay(text: string | undefined): text is Way {
  return text === 'psc' || text === 'citoyen';
}

export function reaches(given: unknown, level: Level): boolean {
  return (levels as readonly unknown[]).indexOf(given) >= levels.indexOf(level);
}

/** Where the provider sends the person back: one address each, so that one provider's answer is never taken for another's. */
export function returnAddress(publicUrl: string, way: Way): string {
  return `${publicUrl}/oidc/federation/${way}/retour`;
}
