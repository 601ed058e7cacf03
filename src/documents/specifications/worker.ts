/** Runs in a thread of its own (`pool.ts`): tries one document after another. Whatever goes wrong here goes wrong here alone. */
import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '#kernel';
import { filesOf } from './bundle.ts';
import { examine } from './examine.ts';
import { libraryOf } from './library.ts';
import type { Answer, Order, Results, Stock } from './orders.ts';
import { unavailable } from './refusals.ts';
import { rulesOf } from './rules.ts';
import { compileSchema, type Schema } from './schema.ts';

const { packages } = workerData as Stock;
const library = libraryOf(packages.map(filesOf));
const rules = rulesOf(library);
let schema: Schema | 'broken' | undefined;

const say = (answer: Answer): void => parentPort?.postMessage(answer);

parentPort?.on('message', (order: Order) => {
  const { id } = order;
  try {
    say({ id, state: 'done', result: resultOf(order) });
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, sentence, at } = error;
      say({ id, state: 'refused', refusal: { code, ...sentence, ...(at === undefined ? {} : { at }) } });
    } else say({ id, state: 'broken', kind: error instanceof Error ? error.name : 'unknown' });
  }
});

function resultOf({ id, kind, bytes }: Order): Results[keyof Results] {
  const busy = (compiling: boolean): void => say({ id, state: compiling ? 'compiling' : 'begun' });
  busy(false);
  if (kind === 'rules') return rules.check(bytes, busy);
  if (kind === 'examine') {
    busy(true);
    return examine(library, rules);
  }
  const [entry] = library.schemas;
  if (entry === undefined) return undefined;
  if (schema === undefined) {
    busy(true);
    schema = compiled(entry);
    busy(false);
  }
  if (schema === 'broken') throw unavailable('le schéma chargé ne peut pas être compilé', 'the loaded schema cannot be compiled');
  return schema.check(bytes);
}

/** Why it is broken was told by the examination when it was loaded. */
function compiled(entry: string): Schema | 'broken' {
  try {
    return compileSchema(library, entry);
  } catch (error) {
    if (error instanceof Refusal) return 'broken';
    throw error;
  }
}
