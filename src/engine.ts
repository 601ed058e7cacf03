import {
  acrossMigrations,
  changedTopic,
  type DocumentTexts,
  type Exports,
  exportMigrations,
  type Fhir,
  fhirMigrations,
  type Indexing,
  type Model,
  modelOf,
  notifyTopic,
  openExports,
  openFhir,
  openIndexing,
  openLook,
  openSubscriptions,
  openValidator,
  ownRecords,
  type Parameters,
  parametersOf,
  projectChanges,
  type Subscriptions,
  shelveChanges,
  subscriptionMigrations,
  type Targets,
  tellsDefinitions,
  toXml,
  type Validator,
} from '#fhir';
import type { Ins } from '#ins';
import type { Handlers, Jobs, Together } from '#jobs';
import { type Call, hexOfRecordId, type RecordId, Refusal } from '#kernel';
import { type LoadedShelf, openShelf } from '#packages';
import type { Rights } from '#rights';
import type { Store } from '#store';
import { type Terminology, terminologyOf } from '#terminology';
import type { Trace } from '#trace';
import { documentParameters, documentTypes } from './owned.ts';

export const engineMigrations = [...fhirMigrations, ...exportMigrations, ...subscriptionMigrations, ...acrossMigrations];

/** The FHIR engine with everything that it works with. */
export interface Engine {
  readonly shelf: LoadedShelf;
  readonly terminology: Terminology;
  readonly model: Model;
  readonly parameters: Parameters;
  readonly validator: Validator;
  readonly fhir: Fhir;
  readonly exports: Exports;
  readonly subscriptions: Subscriptions;
  readonly indexing: Indexing;
  /** What is done after an act. */
  readonly handlers: Handlers;
  readonly together: Together;
  close(): Promise<void>;
}

/** Changes that the shelf or a subscription waits for. */
const awaitedTopic = 'fhir.awaited';

interface Ground {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly rights: Rights;
  readonly publicUrl: string;
  readonly texts: DocumentTexts;
  /** Where notifications may lead. */
  readonly targets: Targets;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
  /** There once the jobs run. */
  readonly jobs: () => Jobs;
}

/** Composes the engine: definitions, terminology, validation, search, resources, exports, subscriptions. */
export async function openEngine(ground: Ground): Promise<Engine> {
  const { store, trace, ins, rights, texts, clock, log } = ground;
  const base = `${ground.publicUrl}/fhir`;
  const shelf = await openShelf(store, log);
  const terminology = terminologyOf(shelf);
  const model = modelOf(shelf);
  const parameters = parametersOf(shelf, terminology, documentParameters);
  const validator = openValidator({ shelf, terminology });
  const fhir = openFhir({ store, trace, ins, rights, shelf, model, parameters, validator, base, texts, ...documentTypes });
  const subscriptions = await openSubscriptions({
    store,
    trace,
    ...openLook({ store, rights, parameters, base }),
    later: (topic, key, payload, at) => ground.jobs().later(topic, key, payload, at),
    toXml: (body) => toXml(model, body),
    base,
    targets: ground.targets,
    clock,
    log,
  });
  const patient = async (call: Call, record: RecordId) => {
    try {
      return await fhir.read(call, 'Patient', hexOfRecordId(record));
    } catch (error) {
      if (error instanceof Refusal && error.code !== 'store.unavailable') return undefined;
      throw error;
    }
  };
  const exports = openExports(
    {
      store,
      rights,
      trace,
      ownRecords: ownRecords(store),
      patient,
      clock,
      log,
    },
    base,
  );
  const indexing = openIndexing({ store, shelf, parameters, base, clock, log });
  shelf.onChange(() => indexing.look());
  const projected = projectChanges(store, parameters);
  const shelved = shelveChanges(store, shelf);
  const changed: Together[string] = async (messages) => {
    await projected(messages);
    const awaited = new Set([...messages.filter(tellsDefinitions), ...(await subscriptions.awaited(messages))]);
    return [...awaited].map((message) => ({ ...message, topic: awaitedTopic }));
  };
  const heard: Handlers[string] = async (message) => {
    await shelved(message);
    await subscriptions.changed(message);
  };
  return {
    shelf,
    terminology,
    model,
    parameters,
    validator,
    fhir,
    exports,
    subscriptions,
    indexing,
    together: { [changedTopic]: changed },
    handlers: { [awaitedTopic]: heard, [notifyTopic]: subscriptions.notify },
    async close() {
      await indexing.close();
      await exports.close();
      await subscriptions.close();
      await shelf.close();
    },
  };
}
