import { requireScope } from '#signin';
import type { Ask, Told } from './ask.ts';
import type { RestDesk } from './desk.ts';
import type { Interaction } from './interactions/interaction.ts';
import { interactions, offers } from './interactions/table.ts';
import { bodyLimits } from './limits.ts';
import { answerOperation, type OperationRoute, operationRoutes } from './operations/table.ts';
import { notSupported, type Pattern, Patterns, unknownType } from './place.ts';

/** One address and method of the server, and what answers there. */
export interface Route extends Pattern {
  /** The most bytes that a body there may have. */
  readonly bodyLimit: number;
  readonly serve: (desk: RestDesk, ask: Ask) => Promise<Told>;
}

/** Every route under /fhir that a signed-in caller may ask. */
export const routes: readonly Route[] = [...operationRoutes().map(operationRoute), ...interactions.map(interactionRoute)];

export const patterns = new Patterns(routes);

function interactionRoute(interaction: Interaction): Route {
  const { verb, path, codes, letters, scoped, type: fixed, answer } = interaction;
  const bodyLimit =
    path === '/' && verb === 'POST' ? bodyLimits.bundle : path.endsWith('_search') ? bodyLimits.search : bodyLimits.resource;
  const ofTypes = path.includes('/:type');
  return {
    verb,
    path,
    bodyLimit,
    async serve(desk, ask) {
      const type = fixed ?? (ofTypes ? knownType(desk, ask) : '*');
      if (ofTypes && !offers(type, codes)) throw notSupported(verb);
      if (letters !== undefined && !scoped) requireScope(ask.caller, `${type}.${letters}`);
      return answer(desk, ask);
    },
  };
}

function operationRoute(route: OperationRoute): Route {
  const { operation, verb, path, type: fixed } = route;
  const ofTypes = path.includes('/:type');
  return {
    verb,
    path,
    bodyLimit: bodyLimits.resource,
    async serve(desk, ask) {
      const type = fixed ?? (ofTypes ? knownType(desk, ask) : '*');
      if (operation.letters !== undefined) requireScope(ask.caller, `${type}.${operation.letters}`);
      return answerOperation(desk, ask, route);
    },
  };
}

/** Refuses `fhir.unknown-type`, and an operation that is none as not supported. */
function knownType({ model }: RestDesk, { place, verb }: Ask): string {
  const { type = '', id, inner } = place;
  if ([type, id, inner].some((step) => step?.startsWith('$'))) throw notSupported(verb);
  if (model.type(type)?.kind !== 'resource') throw unknownType(type);
  return type;
}
