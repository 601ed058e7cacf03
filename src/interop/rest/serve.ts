import { unknownId } from '#kernel';
import { requireScope } from '#signin';
import type { Ask, Place, Told, Verb } from './ask.ts';
import type { RestDesk } from './desk.ts';
import type { Interaction } from './interactions/interaction.ts';
import { interactions, interactionsOn } from './interactions/table.ts';
import { bodyLimits } from './limits.ts';
import { refuseSubscriptions } from './narrowing.ts';
import { answerOperation, type OperationRoute, operationRoutes, operationsOn } from './operations/table.ts';
import { filled, notSupported, type Pattern, Patterns, unknownType } from './place.ts';
import { notAllowedTold } from './refuse.ts';

/** One address and method of the server, and what answers there. */
export interface Route extends Pattern {
  /** The most bytes that a body there may have. */
  readonly bodyLimit: number;
  /** What is answered may be a file of its own type: `Accept` need not name a form of FHIR. */
  readonly ownMedia?: true;
  readonly serve: (desk: RestDesk, ask: Ask) => Promise<Told>;
}

/** Every route under /fhir that a signed-in caller may ask. */
export const routes: readonly Route[] = [...operationRoutes().map(operationRoute), ...interactions.map(interactionRoute)];

export const patterns = new Patterns(routes);

/** The methods that are answered at an address. */
export function methodsAt(path: string): readonly Verb[] {
  return [...new Set(patterns.at(path).map(({ verb }) => verb))];
}

function interactionRoute(interaction: Interaction): Route {
  const { verb, path, letters, scoped, type: fixed, answer } = interaction;
  const bodyLimit =
    path === '/' && verb === 'POST' ? bodyLimits.bundle : path.endsWith('_search') ? bodyLimits.search : bodyLimits.resource;
  const ofTypes = path.includes('/:type');
  const offered = (place: Place): boolean =>
    !namesAWord(place) && (!ofTypes || interactionsOn(place.type ?? '').includes(interaction));
  return {
    verb,
    path,
    bodyLimit,
    ...(interaction.ownMedia && { ownMedia: true }),
    offered,
    async serve(desk, ask) {
      const other = otherMethods(ask, path);
      if (other !== undefined) return other;
      const type = fixed ?? (ofTypes ? knownType(desk, ask) : '*');
      if (!offered(ask.place)) throw notSupported(verb);
      refuseSubscriptions(type, ask.caller);
      if (letters !== undefined && !scoped) requireScope(ask.caller, `${type}.${letters}`);
      return answer(desk, ask);
    },
  };
}

function operationRoute(route: OperationRoute): Route {
  const { operation, verb, path, type: fixed } = route;
  const ofTypes = path.includes('/:type');
  const onType = (place: Place): boolean =>
    !namesAWord(place) && (!ofTypes || operationsOn(place.type ?? '').includes(operation));
  const onlyPosted = verb === 'GET' && (operation.affectsState === true || operation.needsBody === true);
  return {
    verb,
    path,
    bodyLimit: operation.bodyLimit ?? bodyLimits.resource,
    ...(operation.ownMedia && { ownMedia: true }),
    offered: (place) => onType(place) && !onlyPosted,
    async serve(desk, ask) {
      const other = otherMethods(ask, path);
      if (other !== undefined) return other;
      const type = fixed ?? (ofTypes ? knownType(desk, ask) : '*');
      if (!onType(ask.place)) throw notSupported(verb);
      if (onlyPosted) return notAllowedTold(['POST']);
      refuseSubscriptions(type, ask.caller);
      if (operation.letters !== undefined) requireScope(ask.caller, `${type}.${operation.letters}`);
      return answerOperation(desk, ask, route);
    },
  };
}

/**
 * Words that begin so are operations and interactions, never types or ids: those that exist have routes of their own, and are asked here by a
 * method that they do not have. Nothing bears an id of another shape; a write is told so by the engine.
 */
function otherMethods({ place, verb }: Ask, path: string): Told | undefined {
  if (namesAWord(place)) {
    const allowed = methodsAt(filled(path, place));
    if (allowed.length === 0) throw notSupported(verb);
    return notAllowedTold(allowed);
  }
  if (place.id !== undefined && (verb === 'GET' || verb === 'POST') && !/^[A-Za-z0-9\-.]{1,64}$/.test(place.id))
    throw unknownId();
  return undefined;
}

const namesAWord = ({ type, id, inner }: Place): boolean =>
  [type, id, inner].some((step) => step !== undefined && /^[$_]/.test(step));

/** Refuses `fhir.unknown-type`. */
function knownType({ model }: RestDesk, { place: { type = '' } }: Ask): string {
  if (model.type(type)?.kind !== 'resource') throw unknownType(type);
  return type;
}
