import type { Scene } from './scene.ts';
import { type Thing, things, typeOf } from './things.ts';

/** One request, and what its answer would hold if nothing were hidden from anybody. */
export interface Asked {
  readonly method?: string;
  /** Below the base of its table. */
  readonly path: string;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * `list`: who may look through the record finds exactly those of `shows` that they see, others are refused. `item`: who sees the one thing
   * of `shows` is answered 200, others are refused. `across`: as `list`, for what they made themself. `any`: nothing that they do not see. `log`: who
   * reads the log finds exactly those of `shows` that they are told of, others are refused. `operator`: the operator is answered, others are refused.
   */
  readonly door: 'list' | 'item' | 'across' | 'any' | 'log' | 'operator';
  readonly shows?: readonly Thing[];
  /** Found through another thing: by who sees both. */
  readonly through?: Thing;
  /** Told by the Bundle's total alone; at most so much through the door `any`. */
  readonly counted?: true;
  /** The ids in the answer are of lines of the log, not of things. */
  readonly ofLines?: boolean;
  /** Nobody may read in it what is done under connexion secrète. */
  readonly noSecrets?: boolean;
  /** Would change what it names: asked only in the name of who does not see it, and refused. */
  readonly writes?: true;
}

/** The requests by which a route is asked. */
export type Asks = (scene: Scene) => readonly Asked[];
export type Table = Readonly<Record<string, Asks>>;

export const documents = things.filter(({ kind }) => kind === 'document');
export const resources = things.filter(({ kind }) => kind === 'resource');
export const measured = resources.filter(({ name }) => name !== 'report');
export const reports = resources.filter(({ name }) => name === 'report');
/** In force, as the usual lists have them. */
export const current = documents.filter(({ superseded }) => !superseded);
/** Those from which results are drawn. */
export const withFacts = current.filter(({ name }) => name !== 'scan' && name !== 'joined');
export const observations = [...withFacts, ...measured];
export const chosen = (...names: readonly string[]): readonly Thing[] => things.filter(({ name }) => names.includes(name));

/** One request about each thing. */
export const each =
  (of: readonly Thing[], ask: (id: string, thing: Thing, scene: Scene) => Partial<Asked> & { readonly path: string }): Asks =>
  (scene) =>
    of.map((thing) => ({ door: 'item', shows: [thing], ...ask(scene.ids.get(thing.name) ?? '', thing, scene) }));
/** One look through the record. */
export const list =
  (shows: readonly Thing[], path: string, more: Partial<Asked> = {}): Asks =>
  ({ hex }) => [{ path: path.replaceAll('$hex', hex), door: 'list', shows, ...more }];
/** No more than what is seen. */
export const any =
  (path: string, more: Partial<Asked> = {}): Asks =>
  ({ hex }) => [{ path: path.replaceAll('$hex', hex), door: 'any', ...more }];
/** The log, as far as the scene's past goes. */
export const log =
  (path: string, more: Partial<Asked> = {}): Asks =>
  ({ hex, past }) => [{ path: path.replaceAll('$hex', hex).replaceAll('$at', past.at), door: 'log', shows: documents, ...more }];
export const together =
  (...asks: readonly Asks[]): Asks =>
  (scene) =>
    asks.flatMap((one) => one(scene));
/** Refused to whoever does not see the thing; `body` of its id. */
export const write = (
  method: string,
  of: readonly Thing[],
  path: (type: string, id: string) => string,
  more: Partial<Asked> = {},
): Asks => each(of, (id, thing) => ({ method, path: path(typeOf(thing), id), writes: true, ...more }));

export const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
export const asJson = { 'content-type': 'application/json' };
export const emptyParameters = { method: 'POST', body: { resourceType: 'Parameters' } };
