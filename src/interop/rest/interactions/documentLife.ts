import { setTimeout } from 'node:timers/promises';
import { fhirRefusal, type Json, type Patch, patched, type Written } from '#fhir';
import { amendmentOf, documentAsked, wordingOf } from '#interop/pdsm';
import { type Call, unknownId } from '#kernel';
import type { Ask, Told } from '../ask.ts';
import { patchOf, resourceOf } from '../body.ts';
import { type Conditions, conditionsOf } from '../conditions.ts';
import type { RestDesk } from '../desk.ts';
import type { Interaction } from './interaction.ts';
import { found } from './search.ts';
import { conditionOf, told } from './write.ts';

const type = 'DocumentReference';

/** What only a patch of the resource at hand can tell: it withdraws the document. */
class Withdraws extends Error {}

/**
 * Flux 3 of PDSm: a JSON Patch, or a FHIRPath Patch. What is patched is the resource as it is under the lock of its record; a withdrawal is an
 * act of its own and begins anew, at that version.
 */
async function patchAt(
  { documents, fhir, model }: RestDesk,
  call: Call,
  id: string,
  patch: Patch,
  ask: Conditions,
): Promise<Written> {
  let seen = 0;
  try {
    const { entry, at, body, changed } = await documents.amend(
      call,
      id,
      (before, { row }) => {
        seen = row.version;
        const asked = amendmentOf(JSON.parse(before) as Json, JSON.parse(patched(model, before, patch)) as Json);
        if (asked === 'withdraw') throw new Withdraws();
        return asked;
      },
      ask,
    );
    if (changed) return { type, id, version: entry.version, at, body, outcome: 'updated' };
    // Nothing was changed: what is answered is a read like any other, and traced as one.
    return { ...(await fhir.read(call, type, id)), outcome: 'unchanged' };
  } catch (error) {
    if (!(error instanceof Withdraws)) throw error;
    const { version, at, face } = await documents.withdraw(call, id, { ifMatch: seen });
    return { type, id, version, at, body: JSON.stringify(face), outcome: 'updated' };
  }
}

/** What one made in any record is found by all records a moment after it was made (`fhir/across`); this is well beyond it. */
const momentMs = 500;

/**
 * The one document that a condition finds. Who names no person may mean what they deposited an instant ago: nothing found is looked for once
 * more. Refuses `id.unknown`, `fhir.several-matches`.
 */
async function theOne(desk: RestDesk, ask: Ask): Promise<string> {
  const names = [...new URLSearchParams(conditionOf(ask)).keys()];
  const asked = documentAsked(new Map(names.map((name) => [name, ask.query.getAll(name)])));
  const across = ask.call.actor.kind !== 'citizen' && !names.some((name) => /^(patient|subject|_id)\b/.test(name));
  let { matches, next } = await found(desk, ask, { type }, asked);
  if (matches.length === 0 && across) {
    await setTimeout(momentMs);
    ({ matches, next } = await found(desk, ask, { type }, asked));
  }
  const [one, ...more] = matches;
  if (one === undefined) throw unknownId();
  if (more.length === 0 && next === undefined) return one.id;
  throw fhirRefusal(
    'several-matches',
    'La condition désigne plusieurs documents : rien n’a changé. Précisez-la, par exemple par l’identifiant du document et la personne.',
    'The condition finds several documents: nothing was changed. Make it more precise, by the document’s identifier and the person.',
  );
}

const patch: Interaction = {
  codes: ['patch'],
  verb: 'PATCH',
  path: '/DocumentReference/:id',
  type,
  letters: 'u',
  async answer(desk, ask) {
    const { id = '' } = ask.place;
    return told(ask, await patchAt(desk, ask.call, id, patchOf(desk.model, ask.body), conditionsOf(ask.header)));
  },
};

const patchWhere: Interaction = {
  codes: ['patch'],
  verb: 'PATCH',
  path: '/DocumentReference',
  type,
  conditional: true,
  letters: 'us',
  async answer(desk, ask) {
    const sent = patchOf(desk.model, ask.body);
    return told(ask, await patchAt(desk, ask.call, await theOne(desk, ask), sent, conditionsOf(ask.header)));
  },
};

/** The metadata of a document corrected (ITI-57): the resource as it was read, but for what is to be said otherwise. */
const correct: Interaction = {
  codes: ['update'],
  verb: 'PUT',
  path: '/DocumentReference/:id',
  type,
  letters: 'u',
  async answer({ documents, model }, ask) {
    const { id = '' } = ask.place;
    const { json } = resourceOf(model, ask.body);
    if (json.resourceType !== type || json.id !== id) {
      throw fhirRefusal(
        'id-mismatch',
        'La ressource envoyée n’est pas la DocumentReference de l’adresse.',
        'The resource sent is not the DocumentReference of the address.',
        `${type}.id`,
      );
    }
    const wish = (before: Json) => wordingOf(before, json);
    const { entry, at, body, changed } = await documents.correct(ask.call, id, wish, conditionsOf(ask.header));
    return told(ask, { type, id, version: entry.version, at, body, outcome: changed ? 'updated' : 'unchanged' });
  },
};

/** Withdrawn by who made it; the operator can restore it. */
const withdraw: Interaction = {
  codes: ['delete'],
  verb: 'DELETE',
  path: '/DocumentReference/:id',
  type,
  letters: 'd',
  async answer({ documents }, ask): Promise<Told> {
    const { id = '' } = ask.place;
    const { ifMatch } = conditionsOf(ask.header);
    const { version, at } = await documents.withdraw(ask.call, id, ifMatch === undefined ? {} : { ifMatch });
    return told(ask, { type, id, version, at, outcome: 'deleted' });
  },
};

/** The life of a document after its deposit: PDSm Flux 3 (ITI-57, TD3.3a to d). */
export const documentLifeInteractions: readonly Interaction[] = [patch, patchWhere, correct, withdraw];
