import type { CodedValue } from '#kernel';
import type { FullIi, Ii } from './header.ts';
import { badDate } from './refusals.ts';
import { parseTimestamp, type Timestamp } from './timestamp.ts';
import { all, attribute, type Element, find, textOf } from './tree.ts';

/** An II; undefined when it has no root (nullFlavor). */
export function iiOf(element: Element | undefined): Ii | undefined {
  const root = attribute(element, 'root');
  const extension = attribute(element, 'extension');
  if (root === undefined) return undefined;
  return extension === undefined ? { root } : { root, extension };
}

function fullIi(element: Element): FullIi | undefined {
  const root = attribute(element, 'root');
  const extension = attribute(element, 'extension');
  return root === undefined || extension === undefined ? undefined : { root, extension };
}

/** The `id` children that have both a root and an extension. */
export function fullIdsOf(element: Element | undefined): FullIi[] {
  return all(element, 'id')
    .map(fullIi)
    .filter((id) => id !== undefined);
}

/** A CD or CE with its code and code system; undefined when either is absent. A coded value without label shows its code. */
export function codedOf(element: Element | undefined): CodedValue | undefined {
  const code = attribute(element, 'code');
  const system = attribute(element, 'codeSystem');
  if (code === undefined || system === undefined) return undefined;
  return { code, system, display: attribute(element, 'displayName') ?? textOf(find(element, 'originalText')) ?? code };
}

/** The timestamp in `@value`; undefined when there is none. Refuses `cda.bad-date` when it cannot be read. */
export function timestampOf(element: Element | undefined, at: string): Timestamp | undefined {
  const value = attribute(element, 'value');
  if (value === undefined) return undefined;
  const timestamp = parseTimestamp(value);
  if (timestamp === undefined) throw badDate(at);
  return timestamp;
}
