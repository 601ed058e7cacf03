/** The namespace of every CDA R2 element. */
export const hl7 = 'urn:hl7-org:v3';

/** An element of the header. `name` is the local name, or empty for an element of another namespace. */
export interface Element {
  readonly name: string;
  /** Names and decoded values in turn; names with their prefix. */
  readonly attributes: readonly string[];
  readonly children: Element[];
  text: string;
}

export function attribute(element: Element | undefined, name: string): string | undefined {
  if (element === undefined) return undefined;
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i += 2)
    if (attributes[i] === name) {
      const value = attributes[i + 1]?.trim();
      return value === '' ? undefined : value;
    }
  return undefined;
}

/** The first element found by following child names, backtracking over siblings of the same name. */
export function find(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  return element === undefined ? undefined : findFrom(element, names, 0);
}

function findFrom(element: Element, names: readonly string[], i: number): Element | undefined {
  const name = names[i];
  if (name === undefined) return element;
  for (const child of element.children)
    if (child.name === name) {
      const found = findFrom(child, names, i + 1);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Every direct child of that name. */
export function all(element: Element | undefined, name: string): Element[] {
  return element === undefined ? [] : element.children.filter((child) => child.name === name);
}

/** The text directly inside an element, runs of white space made one space; undefined when there is none. */
export function textOf(element: Element | undefined): string | undefined {
  const text = element?.text.replace(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? undefined : text;
}
