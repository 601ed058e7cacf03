import type { Refusal } from '#kernel';
import { fhirRefusal } from '../refusals.ts';

/** What a search of many records cannot do, and that it could be done in one. */
export function notAcross(fr: string, en: string, at: string): Refusal {
  return fhirRefusal(
    'not-across',
    `Cette recherche porte sur plusieurs dossiers : ${fr}. Sinon, nommez une personne (patient=Patient/…).`,
    `This search is about several records: ${en}. Else name one person (patient=Patient/…).`,
    at,
  );
}

export function tooBroad(most: number): Refusal {
  return fhirRefusal(
    'too-broad',
    `Plus de ${most} ressources sont à examiner : elles ne sont ni comptées ni triées ainsi. Ajoutez un code ou un identifiant, ou lisez les pages du plus récent au plus ancien.`,
    `More than ${most} resources would have to be looked at: they are neither counted nor sorted like this. Add a code or an identifier, or read the pages from the newest to the oldest.`,
  );
}

export function badPage(): Refusal {
  return fhirRefusal(
    'bad-page',
    'Ce lien vers une page est d’une autre recherche. Recommencez la recherche.',
    'This link to a page is of another search. Search again.',
    'page',
  );
}

/** How far a work in the background is, told to who must wait for it. */
export interface Standing {
  readonly processed: number;
  readonly total: number;
}

export function notProjected({ processed, total }: Standing): Refusal {
  return fhirRefusal(
    'across-indexing',
    `Les listes qui traversent les dossiers sont en construction (${processed} ressources sur ${total}). Réessayez plus tard, ou nommez une personne (patient=Patient/…).`,
    `The lists across records are being built (${processed} resources of ${total}). Try again later, or name one person (patient=Patient/…).`,
  );
}

export function parameterIndexing(code: string, { processed, total }: Standing): Refusal {
  return fhirRefusal(
    'parameter-indexing',
    `Le paramètre « ${code} » vient d’être ajouté : les ressources déjà là sont en cours d’indexation (${processed} sur ${total}). Réessayez plus tard.`,
    `The parameter “${code}” was added lately: the resources that were there are being indexed (${processed} of ${total}). Try again later.`,
    code,
  );
}
