import { type Asked, countOf, single } from '../asked.ts';
import { filterCondition } from '../filter/condition.ts';
import { parseFilter } from '../filter/grammar.ts';
import type { ParameterType } from '../parameters/parameter.ts';
import type { Parameters } from '../parameters/parameters.ts';
import type { Condition, Cursor, Query, Summary } from '../query.ts';
import { conditionOf, document, isOverWords, special } from './condition.ts';
import { type Ground, groundFor } from './ground.ts';
import { includesOf } from './include.ts';
import { sortOf } from './order.ts';
import { badValue, quoted, unknownParameter } from './refusals.ts';

export interface ParseOptions {
  /** This server's FHIR address, without a slash at the end. */
  readonly base: string;
  readonly now: Date;
  /** `Prefer: handling=lenient`: parameters that are not known are left out and told in {@link Query.ignored}. */
  readonly lenient?: boolean;
  readonly after?: Cursor;
  /** The caller turns each `document-words` into `numbered`; otherwise `_text` and `_content` of documents are refused. */
  readonly documents?: boolean;
  /** Names that are the caller's own (`_format`, the page): left alone. */
  readonly others?: readonly string[];
  /** Of several types: what holds of all that is there of one of them, and is not compared. */
  readonly settled?: (type: string, name: string, value: string) => boolean;
}

/** How results are given, and what is asked in another way than by a parameter's own name. */
const control = [
  '_sort',
  '_count',
  '_total',
  '_include',
  '_include:iterate',
  '_revinclude',
  '_revinclude:iterate',
  '_summary',
  '_elements',
];

type Reader = (on: string, name: string, value: string, ground: Ground) => Condition;

/** What every type can be asked beside the parameters with a definition, by its name up to a colon; the CapabilityStatement tells these. */
const ways: ReadonlyMap<string, { readonly type: ParameterType; readonly read: Reader }> = new Map([
  ...[...special].map(([name, { type }]) => [name, { type, read: conditionOf }] as const),
  ['_has', { type: 'string', read: conditionOf }],
  ['_filter', { type: 'special', read: (on, _name, value, ground) => filterCondition(on, parseFilter(value), ground) }],
]);

/** Name and type of each: what can be asked of every type, and where the address names none. */
export const askedOfAll: ReadonlyMap<string, ParameterType> = new Map([...ways].map(([name, { type }]) => [name, type]));
export const askedWithoutType: ReadonlyMap<string, ParameterType> = new Map([['_type', 'token']]);

/** Asked like this, they change nothing. */
const asUsual: ReadonlyMap<string, string> = new Map([['_contained', 'false']]);

/**
 * A search on a type (undefined: on all of them, or those in `_type`) as asked, checked. Everything that cannot be done exactly as asked is refused
 * with what is accepted: `fhir.unknown-parameter`, `fhir.unusable-parameter`, `fhir.bad-modifier`, `fhir.bad-value`, `fhir.bad-filter`,
 * `fhir.bad-sort`, `fhir.bad-include`, `fhir.bad-count`, `fhir.repeated-parameter`, `fhir.search-too-complex`. Source: FHIR R4 §3.1.1.
 */
export function parseSearch(parameters: Parameters, type: string | undefined, asked: Asked, options: ParseOptions): Query {
  const ground = groundFor(parameters, options.base, options.now, options.documents === true);
  const types = type === undefined ? typesOf(asked, ground) : [type];
  const [only, ...others] = types ?? [];
  const on = only !== undefined && others.length === 0 ? only : 'Resource';
  const known = parameters.of(on);
  const where: Condition[] = [];
  const ignored: string[] = [];
  for (const [name, values] of asked) {
    if (isControl(name, type) || options.others?.includes(name)) continue;
    for (const value of values) {
      if (asUsual.get(name) === value) continue;
      try {
        where.push(on === 'Resource' ? ofEach(types, name, value, ground, options.settled) : read(on, name, value, ground));
      } catch (error) {
        if (options.lenient !== true || !isUnknown(error))
          throw types !== undefined && on === 'Resource' ? error : told(error, name, on, known.keys());
        ignored.push(name);
      }
    }
  }
  const summary = summaryOf(asked);
  const count = countOf(asked);
  return {
    types,
    where,
    sort: sortOf(asked, known),
    count: summary === 'count' ? 0 : count,
    total: totalOf(asked),
    include: includesOf(asked, '_include', types, ground),
    revinclude: includesOf(asked, '_revinclude', types, ground),
    summary,
    elements: asked.get('_elements')?.flatMap((value) => value.split(',').map((name) => name.trim())),
    after: options.after,
    ignored: [...new Set(ignored)],
  };
}

function isControl(name: string, type: string | undefined): boolean {
  return control.includes(name) || (type === undefined && askedWithoutType.has(name));
}

function read(on: string, name: string, value: string, ground: Ground): Condition {
  const way = ways.get(name.startsWith('_has:') ? '_has' : name);
  return (way?.read ?? conditionOf)(on, name, value, ground);
}

/**
 * Of several types what all resources have is asked once, and what all of these have, of each as it is its own. Of all types only what all
 * resources have. Source: FHIR R4 §3.1.1.1.
 */
function ofEach(
  types: readonly string[] | undefined,
  name: string,
  value: string,
  ground: Ground,
  settled: ParseOptions['settled'],
): Condition {
  const [code = ''] = name.split(':');
  if (isOverWords(name) && (types === undefined || types.includes(document))) {
    const ofDocument = (where: Condition): Condition => ({ is: 'of', type: document, where });
    const others: Condition = { is: 'not', of: ofDocument({ is: 'all', of: [] }) };
    return {
      is: 'any',
      of: [ofDocument(read(document, name, value, ground)), { is: 'all', of: [others, read('Resource', name, value, ground)] }],
    };
  }
  if (types === undefined || special.has(name) || ground.parameters.of('Resource').has(code))
    return read('Resource', name, value, ground);
  ground.count(types.length);
  const whereOf = (type: string): Condition => {
    const asked = read(type, name, value, ground);
    return settled?.(type, name, value) === true ? { is: 'all', of: [] } : asked;
  };
  return { is: 'any', of: types.map((type) => ({ is: 'of', type, where: whereOf(type) })) };
}

const isUnknown = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'fhir.unknown-parameter';

/** The refusal of a name on the searched type says also what is accepted beside the type's parameters. */
function told(error: unknown, name: string, on: string, known: Iterable<string>): unknown {
  const plain = !name.includes('.') && !name.startsWith('_has:');
  if (!plain || !isUnknown(error)) return error;
  return unknownParameter(name, on === 'Resource' ? undefined : on, [...known, ...control, ...ways.keys()]);
}

function typesOf(asked: Asked, { model }: Ground): readonly string[] | undefined {
  const types = asked.get('_type')?.flatMap((value) => value.split(','));
  const wrong = types?.find((type) => !model.resources.includes(type));
  if (wrong === undefined) return types;
  throw badValue('_type', `« ${quoted(wrong)} » n’est pas un type de ressource.`, `“${quoted(wrong)}” is no resource type.`);
}

function summaryOf(asked: Asked): Summary | undefined {
  const value = single(asked, '_summary');
  if (value === undefined) return undefined;
  const found = (['true', 'text', 'data', 'count', 'false'] as const).find((one) => one === value);
  if (found !== undefined) return found;
  throw badValue('_summary', 'true, text, data, count ou false.', 'true, text, data, count or false.');
}

function totalOf(asked: Asked): boolean {
  const value = single(asked, '_total') ?? 'accurate';
  if (value === 'accurate' || value === 'estimate') return true;
  if (value === 'none') return false;
  throw badValue('_total', 'none, estimate ou accurate.', 'none, estimate or accurate.');
}
