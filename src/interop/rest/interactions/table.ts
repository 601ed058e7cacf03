import type { Model } from '#fhir';
import { bundle } from './bundle.ts';
import { documentInteractions } from './documents.ts';
import { historyOfInstance, historyOfSystem, historyOfType } from './history.ts';
import type { Interaction, InteractionCode } from './interaction.ts';
import { read, vread } from './read.ts';
import { searchCompartment, searchSystem, searchType } from './search.ts';
import { subscriptionInteractions } from './subscriptions.ts';
import { create, patch, patchWhere, remove, removeWhere, update, updateWhere } from './write.ts';

/** What is offered on every type that the engine keeps. */
const onTypes: readonly Interaction[] = [
  read,
  vread,
  create,
  update,
  updateWhere,
  patch,
  patchWhere,
  remove,
  removeWhere,
  historyOfInstance,
  historyOfType,
  ...searchType,
  ...searchCompartment,
];

/** Types that other modules keep, with interactions of their own. */
const ofOthers: readonly Interaction[] = [...documentInteractions, ...subscriptionInteractions];

/** What is offered at the address of the server itself. */
export const onSystem: readonly Interaction[] = [bundle, ...searchSystem, historyOfSystem];

/** Every interaction of this server, as its CapabilityStatement tells them. */
export const interactions: readonly Interaction[] = [...onSystem, ...onTypes, ...ofOthers];

/** Messages of operations: R4 gives them no address. */
const unkept = new Set(['OperationOutcome', 'Parameters']);

/** What is offered on one type; nothing for a type that is not kept. */
export function interactionsOn(type: string): readonly Interaction[] {
  const own = ofOthers.filter((one) => one.type === type);
  return own.length > 0 ? own : unkept.has(type) ? [] : onTypes;
}

export function offers(type: string, codes: readonly InteractionCode[]): boolean {
  return interactionsOn(type).some((one) => one.codes.some((code) => codes.includes(code)));
}

/** The types on which anything is offered. */
export function typesOffered({ resources }: Model): readonly string[] {
  return resources.filter((type) => !unkept.has(type));
}
