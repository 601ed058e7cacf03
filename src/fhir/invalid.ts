import { Refusal } from '#kernel';
import type { Issue } from './validation/issue.ts';

/** A resource that breaks rules: refused as `fhir.invalid`, with everything that is wrong with it. */
export class InvalidResource extends Refusal {
  /** The errors; never empty. Their messages may quote the resource: they go to its sender and into no log. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const n = issues.length;
    const at = issues[0]?.at;
    super(
      'fhir.invalid',
      {
        fr: n === 1 ? 'La ressource n’est pas valide : une erreur.' : `La ressource n’est pas valide : ${n} erreurs.`,
        en: n === 1 ? 'The resource is not valid: one error.' : `The resource is not valid: ${n} errors.`,
      },
      { source: 'FHIR R4', ...(at === undefined ? {} : { at }) },
    );
    this.issues = issues;
  }
}
