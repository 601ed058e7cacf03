import type { Model } from '../../model/index.ts';
import type { Codes, Parameters } from '../parameters/parameters.ts';
import { tooComplex } from './refusals.ts';

/** What a search is parsed with. */
export interface Ground {
  readonly parameters: Parameters;
  readonly codes: Codes;
  readonly model: Model;
  /** This server's FHIR address, without a slash at the end. */
  readonly base: string;
  readonly now: Date;
  /** Counts values, and refuses `fhir.search-too-complex` when there are more of them than a search may have. */
  count(values: number): void;
}

export const mostValues = 500;

export function groundFor(parameters: Parameters, base: string, now: Date): Ground {
  let counted = 0;
  return {
    parameters,
    codes: parameters.codes,
    model: parameters.model,
    base,
    now,
    count(values) {
      counted += values;
      if (counted <= mostValues) return;
      throw tooComplex(
        `Au plus ${mostValues} valeurs dans une recherche, toutes alternatives comprises.`,
        `${mostValues} values at most in one search, all alternatives together.`,
        '',
      );
    },
  };
}
