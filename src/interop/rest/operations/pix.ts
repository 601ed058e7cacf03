import { fhirRefusal } from '#fhir';
import type { Refusal } from '#kernel';
import type { Told } from '../ask.ts';
import type { Operation } from './operation.ts';
import { parameters } from './parameters.ts';

/**
 * By which identifiers the bearer of one is known elsewhere: `targetIdentifier` for each, and `targetId` for the Patient here; none of the
 * former when nobody calls them otherwise. `sourceIdentifier` is `domain|value`; `targetSystem` narrows to domains. As the profile says, a
 * domain of which nobody bears an identifier is told: 400 for the source, 403 for a target; and 404 for an identifier that nobody bears.
 * Source: IHE PIXm, ITI-83 (3.83.4.2.2).
 */
export const pix: Operation = {
  name: 'ihe-pix',
  definition: 'https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix',
  levels: ['type'],
  types: ['Patient'],
  in: [
    { name: 'sourceIdentifier', type: 'string' },
    { name: 'targetSystem', type: 'uri', many: true },
  ],
  letters: 's',
  async answer({ desk, ask, inputs }): Promise<Told> {
    const source = inputs.need('sourceIdentifier');
    const bar = source.indexOf('|');
    const [system, value] = [source.slice(0, Math.max(bar, 0)), source.slice(bar + 1)];
    if (bar < 1 || value === '' || value.includes(',')) throw badSource();
    const targets = inputs.texts('targetSystem').flatMap((list) => list.split(','));
    if (targets.length > mostTargets) throw tooManyTargets();
    const found = await desk.fhir.crossReference(ask.call, { system, value }, targets);
    if (found === 'unknown-target') throw unknownTarget();
    if (found === 'unknown-domain') throw unknownSource();
    if (found === 'unknown') throw unknownIdentifier();
    if (found === 'several') throw severalPersons();
    const identifiers = found.identifiers.map((valueIdentifier) => ({ name: 'targetIdentifier', valueIdentifier }));
    const targetId = { name: 'targetId', valueReference: { reference: `Patient/${found.patient}` } };
    return { status: 200, body: parameters([targetId], identifiers) };
  },
};

const mostTargets = 20;

function badSource(): Refusal {
  return fhirRefusal(
    'bad-parameter',
    'Le paramètre « sourceIdentifier » attend un seul identifiant, domaine|valeur.',
    'The parameter “sourceIdentifier” expects one identifier, domain|value.',
    'sourceIdentifier',
  );
}

function tooManyTargets(): Refusal {
  return fhirRefusal(
    'bad-parameter',
    `Au plus ${mostTargets} domaines demandés.`,
    `${mostTargets} domains at most may be asked for.`,
    'targetSystem',
  );
}

function unknownSource(): Refusal {
  return fhirRefusal(
    'pix-unknown-source',
    'Aucun identifiant de ce domaine n’est connu ici (sourceIdentifier Assigning Authority not found).',
    'No identifier of this domain is known here (sourceIdentifier Assigning Authority not found).',
    'sourceIdentifier',
  );
}

function unknownTarget(): Refusal {
  return fhirRefusal(
    'pix-unknown-target',
    'Aucun identifiant du domaine demandé n’est connu ici (targetSystem not found).',
    'No identifier of the domain asked for is known here (targetSystem not found).',
    'targetSystem',
  );
}

function unknownIdentifier(): Refusal {
  return fhirRefusal(
    'pix-unknown-identifier',
    'Personne ne porte cet identifiant (sourceIdentifier Patient Identifier not found).',
    'Nobody bears this identifier (sourceIdentifier Patient Identifier not found).',
    'sourceIdentifier',
  );
}

function severalPersons(): Refusal {
  return fhirRefusal(
    'pix-several',
    'Plusieurs personnes portent cet identifiant : une collision à traiter par l’exploitant.',
    'Several people bear this identifier: a collision for the operator to settle.',
    'sourceIdentifier',
  );
}
