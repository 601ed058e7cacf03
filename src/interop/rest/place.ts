import { fhirRefusal } from '#fhir';
import type { Refusal } from '#kernel';
import type { Place, Verb } from './ask.ts';

/** A route by its pattern, `/:type/:id/_history`, as Fastify writes them. */
export interface Pattern {
  readonly verb: Verb;
  readonly path: string;
  /** Whether it answers there at all: not every type has every interaction. */
  readonly offered?: (place: Place) => boolean;
}

/**
 * Finds among patterns the one that answers an address, as the HTTP server itself would: a fixed word before a parameter, at each step. For
 * the entries of a batch, and to say which methods an address has.
 */
export class Patterns<P extends Pattern> {
  readonly #bySteps = new Map<number, { readonly pattern: P; readonly steps: readonly string[] }[]>();

  constructor(patterns: readonly P[]) {
    for (const pattern of patterns) {
      const steps = stepsOf(pattern.path);
      this.#bySteps.set(steps.length, [...(this.#bySteps.get(steps.length) ?? []), { pattern, steps }]);
    }
    for (const same of this.#bySteps.values()) same.sort((a, b) => precise(b.steps) - precise(a.steps));
  }

  find(verb: Verb, path: string): { readonly pattern: P; readonly place: Place } | undefined {
    const asked = decoded(stepsOf(path));
    if (asked === undefined) return undefined;
    const found = this.#bySteps.get(asked.length)?.find(({ pattern, steps }) => pattern.verb === verb && fits(steps, asked));
    return found === undefined ? undefined : { pattern: found.pattern, place: placeIn(found.steps, asked) };
  }

  /** Everything that some method answers there: of each method the one that {@link find} finds, if it is offered there. */
  at(path: string): readonly P[] {
    const asked = decoded(stepsOf(path));
    if (asked === undefined) return [];
    const fitting = this.#bySteps.get(asked.length)?.filter(({ steps }) => fits(steps, asked)) ?? [];
    const first = new Map(fitting.toReversed().map((one) => [one.pattern.verb, one]));
    return [...first.values()].flatMap(({ pattern, steps }) =>
      pattern.offered?.(placeIn(steps, asked)) === false ? [] : [pattern],
    );
  }
}

const stepsOf = (path: string): string[] => path.split('/').filter((step) => step !== '');

/** The address of a pattern with what its parameters stand for. */
export function filled(pattern: string, place: Place): string {
  const steps = stepsOf(pattern).map((step) =>
    step[0] === ':' ? encodeURIComponent(new Map(Object.entries(place)).get(step.slice(1)) ?? '') : step,
  );
  return `/${steps.join('/')}`;
}

/** What cannot be decoded fits nothing. */
function decoded(steps: readonly string[]): readonly string[] | undefined {
  try {
    return steps.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** The earlier a fixed word stands, the more it says. */
const precise = (steps: readonly string[]): number =>
  steps.reduce((sum, step, n) => sum + (step[0] === ':' ? 0 : 2 ** (10 - n)), 0);

const placeIn = (steps: readonly string[], asked: readonly string[]): Place =>
  Object.fromEntries(steps.flatMap((step, n) => (step[0] === ':' ? [[step.slice(1), asked[n]]] : [])));

const fits = (steps: readonly string[], asked: readonly string[]): boolean =>
  steps.every((step, n) => step[0] === ':' || step === asked[n]);

export function notSupported(method: string): Refusal {
  return fhirRefusal(
    'not-supported',
    'Cette interaction n’est pas prise en charge : /fhir/metadata dit celles qui le sont.',
    'This interaction is not supported: /fhir/metadata tells those that are.',
    method,
  );
}

export function methodNotAllowed(allowed: readonly string[]): Refusal {
  const list = allowed.join(', ');
  return fhirRefusal(
    'method',
    `Cette adresse n’accepte pas cette méthode. Acceptées : ${list}.`,
    `This address does not accept this method. Accepted: ${list}.`,
    'method',
  );
}

export function unknownType(type: string): Refusal {
  const told = type.slice(0, 60);
  return fhirRefusal(
    'unknown-type',
    `« ${told} » n’est pas un type de ressource de FHIR R4.`,
    `“${told}” is no resource type of FHIR R4.`,
  );
}
