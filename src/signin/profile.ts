import type { DirectoryProfessional, DirectoryStructure } from '#directory';

/**
 * What the professionals' software expects to read after a sign-in, in the words of the national service. A port: the real shape
 * lives at the edge (`interop/psc`).
 */
export interface ProfessionalProfile {
  readonly claimNames: readonly string[];
  claimsOf(
    professional: DirectoryProfessional,
    situation: DirectoryStructure,
    situations: readonly DirectoryStructure[],
    /** False when the real service vouched for the person. */
    simulated: boolean,
  ): Record<string, unknown>;
  discoveryOf(discovery: Readonly<Record<string, unknown>>): Record<string, unknown>;
}
