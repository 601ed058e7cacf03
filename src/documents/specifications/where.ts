import { type XmlElement, xpathOf } from '#xml';
import { fromClinicalDocument } from '../cda/path.ts';

/**
 * The element that libxml2's path of a node leads to, in our tree of the same document. Its steps: `*[n]`, the n-th child element (the
 * element is in a default namespace); `p:name[n]` or `name[n]`, the n-th child so written; at the end `@name`, or `text()`.
 */
export function elementAt(root: XmlElement, path: string | undefined): XmlElement | undefined {
  const [first, ...steps] = stepsOf(path);
  if (first === undefined) return undefined;
  let element: XmlElement | undefined = root;
  for (const step of steps) {
    if (element === undefined) return undefined;
    const parsed = /^(\*|(?:[^:[\]]+:)?[^:[\]]+)(?:\[(\d+)\])?$/.exec(step);
    if (parsed === null) return undefined;
    const [, name = '', position = '1'] = parsed;
    const children: readonly XmlElement[] = element.children.filter((child) => child.kind === 'element');
    const alike = name === '*' ? children : children.filter((child) => writtenOf(child) === name);
    element = alike[Number(position) - 1];
  }
  return element;
}

/**
 * The same as an XPath by local names, as the other stages of a check write it. libxml2 leads to the element also where an attribute of it
 * is wrong: `message` names that one.
 */
export function xpathAt(root: XmlElement, path: string | undefined, message: string): string | undefined {
  const element = elementAt(root, path);
  const name = /\battribute '(?:\{[^}]*\})?([^']+)'/.exec(message)?.[1];
  const attribute = element?.attributes.find((each) => each.name === name);
  const place = attribute ?? element;
  return place && fromClinicalDocument(xpathOf(place));
}

/** Without what stands behind the last element. */
const stepsOf = (path: string | undefined): readonly string[] =>
  (path ?? '').split('/').filter((step) => step !== '' && !step.startsWith('@') && !step.startsWith('text()'));

const writtenOf = ({ prefix, name }: XmlElement): string => (prefix === '' ? name : `${prefix}:${name}`);
