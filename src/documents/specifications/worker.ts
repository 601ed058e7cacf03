/** Runs in a process of its own (`pool.ts`): tries one document after another. Whatever goes wrong here goes wrong here alone. */
import { Refusal } from '#kernel';
import { hear } from '../apart/index.ts';
import { filesOf } from './bundle.ts';
import { examine } from './examine.ts';
import { type Library, libraryOf } from './library.ts';
import type { Answer, Order, Results, Stock } from './orders.ts';
import { unavailable } from './refusals.ts';
import { type Rules, rulesOf } from './rules.ts';
import { compileSchema, type Schema } from './schema.ts';

interface Loaded {
  readonly library: Library;
  readonly rules: Rules;
  schema: Schema | 'broken' | undefined;
}

/** The stock comes first. */
let loaded: Loaded | undefined;

const say = (answer: Answer): void => void process.send?.(answer);

hear((message: Stock | Order) => {
  if ('packages' in message) {
    const library = libraryOf(message.packages.map(filesOf));
    loaded = { library, rules: rulesOf(library), schema: undefined };
  } else if (loaded !== undefined) answer(loaded, message);
});

function answer(of: Loaded, order: Order): void {
  const { id } = order;
  try {
    say({ id, state: 'done', result: resultOf(of, order) });
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, sentence, at } = error;
      say({ id, state: 'refused', refusal: { code, ...sentence, ...(at === undefined ? {} : { at }) } });
    } else say({ id, state: 'broken', kind: error instanceof Error ? error.name : 'unknown' });
  }
}

function resultOf(of: Loaded, { id, kind, bytes }: Order): Results[keyof Results] {
  const { library, rules } = of;
  const busy = (compiling: boolean): void => say({ id, state: compiling ? 'compiling' : 'begun' });
  busy(false);
  if (kind === 'rules') return rules.check(bytes, busy);
  if (kind === 'examine') {
    busy(true);
    return examine(library, rules);
  }
  const [entry] = library.schemas;
  if (entry === undefined) return undefined;
  if (of.schema === undefined) {
    busy(true);
    of.schema = compiled(library, entry);
    busy(false);
  }
  if (of.schema === 'broken')
    throw unavailable('le schéma chargé ne peut pas être compilé', 'the loaded schema cannot be compiled');
  return of.schema.check(bytes);
}

/** Why it is broken was told by the examination when it was loaded. */
function compiled(library: Library, entry: string): Schema | 'broken' {
  try {
    return compileSchema(library, entry);
  } catch (error) {
    if (error instanceof Refusal) return 'broken';
    throw error;
  }
}
