import type { Actor } from '#kernel';
import { InvalidResource } from '../invalid.ts';
import { type Json, refuseHalfPairs } from '../json.ts';
import { fhirRefusal } from '../refusals.ts';
import { refuseUnusable } from '../search/index.ts';
import type { Issue } from '../validation/issue.ts';
import type { Change } from './change.ts';
import type { FhirDesk } from './desk.ts';
import { conformanceTypes, idShape, sharedTypes } from './home.ts';
import { isPersons } from './origin.ts';
import { type Mention, mentionsIn } from './references.ts';
import * as refusals from './refusals.ts';

/** A change of which everything is right that can be seen without looking anything up. */
export interface Checked extends Change {
  readonly step: 'checked';
  /** The literal references of the resource; none where there is no resource yet (a patch, a deletion). */
  readonly mentions: readonly Mention[];
}

/**
 * The first step, pure: types, ids, who may write such a type at all, and the validity of each resource. Refuses `fhir.unknown-type`,
 * `fhir.wrong-type`, `fhir.bad-id`, `fhir.id-mismatch`, `fhir.condition-missing`, `fhir.owned`, `fhir.operator-only`, `fhir.professionals-only`,
 * `fhir.bad-search-parameter`, and `fhir.invalid` with the errors of all the resources together.
 */
export function check(desk: FhirDesk, actor: Actor, changes: readonly Change[]): readonly Checked[] {
  const issues: Issue[] = [];
  const checked = changes.map((change): Checked => {
    checkAddress(desk, actor, change);
    const { input } = change;
    if (input === undefined) return { ...change, step: 'checked', mentions: [] };
    checkInput(desk, change, input.json);
    refuseFeigned(actor, input.json, change.at);
    issues.push(...errorsOf(desk, input.json, input.text, change.at));
    return { ...change, step: 'checked', mentions: mentionsIn(input.json, desk.base) };
  });
  if (issues.length > 0) throw new InvalidResource(issues);
  return checked;
}

function checkAddress(desk: FhirDesk, actor: Actor, { verb, type, id, query, at }: Change): void {
  if (!desk.types.has(type)) throw refusals.unknownType(type);
  if (id !== undefined && !idShape.test(id)) throw refusals.badId(at);
  if (id === undefined && query === undefined && verb !== 'create') throw refusals.badId(at);
  if (query !== undefined && new URLSearchParams(query).size === 0) throw refusals.conditionMissing(at);
  if (conformanceTypes.has(type) && actor.kind !== 'operator') throw refusals.operatorOnly(type);
  if (sharedTypes.has(type) && (actor.kind === 'citizen' || actor.kind === 'delegate')) throw refusals.notShared(type);
  refuseOwned(desk, type, undefined, at);
}

function checkInput(desk: FhirDesk, { verb, type, id, at }: Change, json: Json): void {
  if (json.resourceType !== type) throw refusals.wrongType(type, under(at, 'resourceType', type));
  if (verb === 'update' && id !== undefined && json.id !== id) throw refusals.idMismatch(under(at, 'id', type));
  refuseOwned(desk, type, json, at);
}

/** Refuses `fhir.owned` for what another module writes. Without the resource: a whole type only. */
export function refuseOwned(desk: FhirDesk, type: string, json: Json | undefined, at: string): void {
  for (const one of desk.owned) {
    if (one.type !== type) continue;
    if (one.when === undefined || (json !== undefined && one.when(json))) throw refusals.owned(one.reason, at);
  }
}

/** Refuses `fhir.owned` for what says that the person wrote it and is written by somebody else. */
export function refuseFeigned(actor: Actor, json: Json, at: string): void {
  if (actor.kind === 'citizen' || actor.kind === 'delegate' || !isPersons(json)) return;
  throw refusals.owned(feigned, at);
}

const feigned = {
  fr: 'L’étiquette urn:socle:origin|person dit que la personne l’a écrit elle-même : une donnée à vous se dépose sans elle.',
  en: 'The tag urn:socle:origin|person says that the person wrote this themself: data of your own comes without it.',
};

/**
 * The errors of one resource as it would be kept, each placed in what was sent. Refuses `fhir.too-large`, `fhir.bad-character` and
 * `fhir.bad-search-parameter`.
 */
export function errorsOf(desk: FhirDesk, json: Json, text: string, at: string): readonly Issue[] {
  if (text.length > mostCharacters) throw tooLarge(at);
  refuseHalfPairs(text, json);
  if (json.resourceType === 'SearchParameter') refuseUnusable(json, desk.parameters);
  const errors = desk.validator.validate(json, { text }).filter(({ severity }) => severity === 'error');
  return at === '' ? errors : errors.map((issue) => ({ ...issue, at: placed(issue.at, at) }));
}

/** One resource; a Bundle may hold many. */
const mostCharacters = 20 * 1024 * 1024;

function tooLarge(at: string) {
  const most = mostCharacters / 1024 / 1024;
  return fhirRefusal('too-large', `Une ressource pèse au plus ${most} Mio.`, `A resource weighs ${most} MiB at most.`, at);
}

/** `Patient.name[0]` in entry 3 is `Bundle.entry[3].resource.name[0]`. */
function placed(place: string, at: string): string {
  const dot = place.indexOf('.');
  return `${at}.resource${dot < 0 ? '' : place.slice(dot)}`;
}

export const under = (at: string, element: string, type: string): string =>
  at === '' ? `${type}.${element}` : `${at}.resource.${element}`;
