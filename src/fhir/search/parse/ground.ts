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
  /** Whether the caller finds documents by their words: what a DocumentReference holds is not in it. */
  readonly documents: boolean;
  /** Which chains can be followed from which types, as far as it was asked. */
  readonly led: Map<string, boolean>;
  /** Counts values, and refuses `fhir.search-too-complex` when there are more of them than a search may have. */
  count(values: number): void;
  /** The same for the steps to other resources, by each type that they may go to. */
  step(): void;
}

const mostValues = 500;
const mostSteps = 80;

export function groundFor(parameters: Parameters, base: string, now: Date, documents: boolean): Ground {
  let [values, steps] = [0, 0];
  return {
    parameters,
    codes: parameters.codes,
    model: parameters.model,
    base,
    now,
    documents,
    led: new Map(),
    count(more) {
      values += more;
      if (values <= mostValues) return;
      throw tooComplex(
        `Au plus ${mostValues} valeurs dans une recherche, toutes alternatives comprises.`,
        `${mostValues} values at most in one search, all alternatives together.`,
      );
    },
    step() {
      steps += 1;
      if (steps <= mostSteps) return;
      throw tooComplex(
        `Au plus ${mostSteps} passages d’une ressource à une autre dans une recherche : nommez les types (subject:Patient.…).`,
        `${mostSteps} steps at most from one resource to another in one search: name the types (subject:Patient.…).`,
      );
    },
  };
}
