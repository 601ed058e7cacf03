import type { Json } from '../../json.ts';
import type { ElementModel } from '../../model/index.ts';
import type { Expression } from './expression.ts';

/** One way through the JSON of a resource, choices spelled out, to values of one known type. */
export interface Path {
  readonly steps: readonly Step[];
  /** FHIR type of the values; `boolean` when they are judged and not read. */
  readonly type: string;
  /** What the definition says of the element at the end. */
  readonly element: ElementModel | undefined;
}

export type Step =
  | { readonly is: 'member'; readonly name: string; readonly list: boolean }
  | { readonly is: 'test'; readonly holds: Judge; readonly test: Expression }
  /** The n-th of all that the steps before it lead to. */
  | { readonly is: 'at'; readonly index: number }
  | { readonly is: 'resource' }
  | { readonly is: 'judged'; readonly as: Judge; readonly test: Expression };

/** Holds a node of a resource against a condition. */
export type Judge = (node: unknown, resource: Json) => boolean;

export const start = (type: string): Path => ({ steps: [], type, element: undefined });

/** The same for two paths that lead to the same values. */
export function nameOfPath({ steps, type }: Path): string {
  return `${steps.map(nameOfStep).join('.')}:${type}`;
}

function nameOfStep(step: Step): string {
  if (step.is === 'member') return step.name;
  if (step.is === 'at') return `[${step.index}]`;
  return step.is === 'resource' ? '%resource' : `{${JSON.stringify(step.test)}}`;
}

/** `Patient` when a path ends in `where(resolve() is Patient)`: it keeps the references to that type and does nothing else. */
export function onlyTypeOf({ steps }: Path): string | undefined {
  const last = steps.at(-1);
  if (last?.is !== 'test' || last.test.is !== 'hasType') return undefined;
  return last.test.resolved && last.test.of.is === 'self' ? last.test.type : undefined;
}
