import { fhirRefusal, type Written } from '#fhir';
import { requireScope } from '#signin';
import type { Ask, Told } from '../ask.ts';
import { patchOf, resourceOf } from '../body.ts';
import { conditionsOf } from '../conditions.ts';
import { informed } from '../outcome.ts';
import type { Interaction } from './interaction.ts';

const idOf = ({ place }: Ask): readonly [type: string, id: string] => [place.type ?? '', place.id ?? ''];

/** The search of a conditional interaction, without what is asked of the answer’s form. Refuses `fhir.condition-missing`. */
export function conditionOf({ query }: Pick<Ask, 'query'>): string {
  const condition = new URLSearchParams(query);
  for (const name of ['_format', '_pretty']) condition.delete(name);
  if (condition.size > 0) return condition.toString();
  throw fhirRefusal(
    'condition-missing',
    'Sans identifiant dans l’adresse, une recherche doit dire quelle ressource est visée : /Type?nom=valeur.',
    'Without an id in the address a search must say which resource is meant: /Type?name=value.',
  );
}

/** Source: FHIR R4 §3.1.0.8. */
export const create: Interaction = {
  codes: ['create'],
  verb: 'POST',
  path: '/:type',
  letters: 'c',
  async answer({ fhir, model }, ask) {
    const { type = '' } = ask.place;
    const { ifNoneExist } = conditionsOf(ask.header);
    if (ifNoneExist !== undefined) requireScope(ask.caller, `${type}.s`); // it tells whether something is there
    const condition = ifNoneExist === undefined ? undefined : { ifNoneExist };
    return told(ask, await fhir.create(ask.call, type, resourceOf(model, ask.body), condition));
  },
};

/** Source: FHIR R4 §3.1.0.4. */
export const update: Interaction = {
  codes: ['update'],
  verb: 'PUT',
  path: '/:type/:id',
  letters: 'u',
  answer: async ({ fhir, model }, ask) =>
    told(ask, await fhir.update(ask.call, ...idOf(ask), resourceOf(model, ask.body), conditionsOf(ask.header))),
};

/** Source: FHIR R4 §3.1.0.4.3. */
export const updateWhere: Interaction = {
  codes: ['update'],
  verb: 'PUT',
  path: '/:type',
  conditional: true,
  letters: 'us',
  async answer({ fhir, model }, ask) {
    const input = resourceOf(model, ask.body);
    const { type = '' } = ask.place;
    return told(ask, await fhir.updateWhere(ask.call, type, conditionOf(ask), input, conditionsOf(ask.header)));
  },
};

/** Source: FHIR R4 §3.1.0.6. */
export const patch: Interaction = {
  codes: ['patch'],
  verb: 'PATCH',
  path: '/:type/:id',
  letters: 'u',
  answer: async ({ fhir, model }, ask) =>
    told(ask, await fhir.patch(ask.call, ...idOf(ask), patchOf(model, ask.body), conditionsOf(ask.header))),
};

export const patchWhere: Interaction = {
  codes: ['patch'],
  verb: 'PATCH',
  path: '/:type',
  conditional: true,
  letters: 'us',
  answer: async ({ fhir, model }, ask) =>
    told(
      ask,
      await fhir.patchWhere(ask.call, ask.place.type ?? '', conditionOf(ask), patchOf(model, ask.body), conditionsOf(ask.header)),
    ),
};

/** Source: FHIR R4 §3.1.0.7. What is deleted already is answered likewise; what was never there is unknown. */
export const remove: Interaction = {
  codes: ['delete'],
  verb: 'DELETE',
  path: '/:type/:id',
  letters: 'd',
  answer: async ({ fhir }, ask) => told(ask, await fhir.remove(ask.call, ...idOf(ask), conditionsOf(ask.header))),
};

/** Source: FHIR R4 §3.1.0.7.1. */
export const removeWhere: Interaction = {
  codes: ['delete'],
  verb: 'DELETE',
  path: '/:type',
  conditional: true,
  letters: 'ds',
  async answer({ fhir }, ask) {
    const removed = await fhir.removeWhere(ask.call, ask.place.type ?? '', conditionOf(ask), conditionsOf(ask.header));
    return removed === undefined ? { status: 204 } : told(ask, removed);
  },
};

/** What a write came to, in the form that the client prefers. */
export function told({ prefer, verb }: Ask, { type, id, version, at, body, outcome }: Written): Told {
  const place = { version, at, ...(verb === 'DELETE' ? {} : { location: `${type}/${id}/_history/${version}` }) };
  const status = outcome === 'created' ? 201 : outcome === 'deleted' && prefer.return !== 'OperationOutcome' ? 204 : 200;
  if (prefer.return === 'OperationOutcome') {
    const [fr, en] = outcomes[outcome];
    return {
      status,
      ...place,
      body: informed(`${fr} : ${type}/${id}, version ${version}.`, `${en}: ${type}/${id}, version ${version}.`),
    };
  }
  return prefer.return === 'minimal' || body === undefined || status === 204 ? { status, ...place } : { status, ...place, body };
}

const outcomes = {
  created: ['Ressource créée', 'Resource created'],
  updated: ['Ressource modifiée', 'Resource updated'],
  unchanged: ['Rien n’a changé', 'Nothing changed'],
  deleted: ['Ressource supprimée', 'Resource deleted'],
} as const;
