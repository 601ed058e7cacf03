/**
 * Matricules printed in official example documents whose key does not match.
 *
 * Whoever tries Socle with the published examples of the CI-SIS meets them at once, and a demonstration that refuses the reference
 * documents of the field teaches nothing. They carry the real domain of the INS, though, so they are accepted only where the caller
 * says so (`examples: true`, the demonstration): elsewhere each of them is a matricule with a wrong key, and is refused.
 *
 * Origin: CDA examples published by the Agence du numérique en santé (CSE, OBP, SDM-MR, TDDUI).
 */
export const publishedExamples: ReadonlySet<string> = new Set([
  '221042545611404',
  '223042545611404',
  '222127505611201',
  '224027511583555',
  '147720425367411',
  '276059205062865',
]);
