import type { Model } from '#fhir';
import { auditInteractions } from './audit.ts';
import { bundle } from './bundle.ts';
import { documentLifeInteractions } from './documentLife.ts';
import { documentInteractions } from './documents.ts';
import { historyOfInstance, historyOfSystem, historyOfType } from './history.ts';
import type { Interaction } from './interaction.ts';
import { read, vread } from './read.ts';
import { searchCompartment, searchSystem, searchType } from './search.ts';
import { subscriptionInteractions } from './subscriptions.ts';
import { create, patch, patchWhere, remove, removeWhere, update, updateWhere } from './write.ts';

const looks: readonly Interaction[] = [read, vread, historyOfInstance, historyOfType, ...searchType, ...searchCompartment];
const writes: readonly Interaction[] = [create, update, updateWhere, patch, patchWhere, remove, removeWhere];

/** Types that other modules keep or write, with interactions of their own. */
const ofOthers: readonly Interaction[] = [
  ...documentInteractions,
  ...documentLifeInteractions,
  ...subscriptionInteractions,
  ...auditInteractions,
];

/** Of these types other modules write, and the engine reads. */
const onlyRead = new Set(['DocumentReference']);

/** What is offered at the address of the server itself. */
export const onSystem: readonly Interaction[] = [bundle, ...searchSystem, historyOfSystem];

/** Every interaction of this server, as its CapabilityStatement tells them. */
export const interactions: readonly Interaction[] = [...onSystem, ...looks, ...writes, ...ofOthers];

/** Messages of operations: R4 gives them no address. */
const unkept = new Set(['OperationOutcome', 'Parameters']);

/** What is offered on one type; nothing for a type that is not kept. */
export function interactionsOn(type: string): readonly Interaction[] {
  const own = ofOthers.filter((one) => one.type === type);
  if (onlyRead.has(type)) return [...own, ...looks];
  if (type === 'List') return [...own, vread, historyOfInstance, ...writes];
  return own.length > 0 ? own : unkept.has(type) ? [] : [...looks, ...writes];
}

/** The types on which anything is offered. */
export function typesOffered({ resources }: Model): readonly string[] {
  return resources.filter((type) => !unkept.has(type));
}
