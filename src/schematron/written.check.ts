/** Test support: where the elements and attributes of a text stand, so that it can be changed and be written as it was elsewhere. */
export interface Written {
  readonly text: string;
  /** In document order, the root left out. */
  readonly parts: readonly Part[];
}

export interface Part {
  /** The local name. */
  readonly name: string;
  /** The name as it is written. */
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  /** Between the tags; undefined of an empty-element tag. */
  readonly inside: { readonly from: number; readonly to: number } | undefined;
  readonly attributes: ReadonlyMap<string, Value>;
  /** The sibling that follows. */
  readonly next: Part | undefined;
}

/** `from` and `to` are the value's, `start` that of the space before the name. */
interface Value {
  readonly value: string;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

const markup =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<([^\s/>]+)((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

type Draft = { -readonly [K in keyof Part]: Part[K] };

/** Of a well-formed document without DOCTYPE. */
export function partsOf(text: string): Written {
  const parts: Draft[] = [];
  const open: { part: Draft; before: Draft | undefined }[] = [];
  const close = (to: number) => {
    const closed = open.pop();
    const above = open.at(-1);
    if (closed === undefined) return;
    closed.part.to = to;
    if (above?.before !== undefined) above.before.next = closed.part;
    if (above !== undefined) above.before = closed.part;
  };
  for (const found of text.matchAll(markup)) {
    const [whole, tag, attributes = '', empty] = found;
    const end = found.index + whole.length;
    if (whole.startsWith('</')) {
      const part = open.at(-1)?.part;
      if (part?.inside !== undefined) part.inside = { from: part.inside.from, to: found.index };
      close(end);
    }
    if (tag === undefined) continue;
    const name = tag.replace(/^.*:/, '');
    const inside = empty === '/' ? undefined : { from: end, to: end };
    const values = valuesOf(attributes, found.index + 1 + tag.length);
    const part: Draft = { name, tag, from: found.index, to: end, inside, attributes: values, next: undefined };
    if (open.length > 0) parts.push(part);
    open.push({ part, before: undefined });
    if (inside === undefined) close(end);
  }
  return { text, parts };
}

function valuesOf(attributes: string, at: number): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const found of attributes.matchAll(/\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const [whole, name = '', double, single] = found;
    const value = double ?? single ?? '';
    const to = at + found.index + whole.length - 1;
    if (!/^xmlns(:|$)/.test(name)) values.set(name, { value, start: at + found.index, from: to - value.length, to });
  }
  return values;
}
