import { readXml, type XmlElement } from '#xml';
import { type DocumentNode, Unevaluated } from './xpath/values.ts';

/** The files of a package of rules: read once, kept as long as the rules. */
export class Files {
  readonly #read: (path: string) => Uint8Array | undefined;
  readonly #base: string;
  readonly #known = new Map<string, DocumentNode | undefined>();
  readonly #byRoot = new WeakMap<XmlElement, DocumentNode>();
  readonly #indexes = new WeakMap<XmlElement, Map<string, ReadonlyMap<string, readonly XmlElement[]>>>();

  /** `entry` is the file that relative paths start from. */
  constructor(entry: string, read: (path: string) => Uint8Array | undefined) {
    this.#base = entry;
    this.#read = read;
  }

  has(uri: string): boolean {
    return this.#find(uri) !== undefined;
  }

  open(uri: string): DocumentNode {
    const found = this.#find(uri);
    if (found === undefined) throw new Unevaluated('FODC0002', `the file ${resolvePath(this.#base, uri)} is not there`);
    return found;
  }

  documentOf(root: XmlElement): DocumentNode | undefined {
    return this.#byRoot.get(root);
  }

  /** The elements of a local name whose attribute (in no namespace) has a value, anywhere in one of these files. */
  indexed(root: XmlElement, name: string, attribute: string): ReadonlyMap<string, readonly XmlElement[]> {
    let indexes = this.#indexes.get(root);
    if (indexes === undefined) {
      indexes = new Map();
      this.#indexes.set(root, indexes);
    }
    const key = `${name}/@${attribute}`;
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const index = new Map<string, XmlElement[]>();
    for (const element of this.#byRoot.get(root)?.document.named(name) ?? [])
      for (const each of element.attributes)
        if (each.name === attribute && each.namespace === '') {
          const there = index.get(each.value);
          if (there === undefined) index.set(each.value, [element]);
          else there.push(element);
        }
    indexes.set(key, index);
    return index;
  }

  #find(uri: string): DocumentNode | undefined {
    const path = resolvePath(this.#base, uri);
    if (this.#known.has(path)) return this.#known.get(path);
    const bytes = path === '' ? undefined : this.#read(path);
    let found: DocumentNode | undefined;
    if (bytes !== undefined) {
      const document = readXml(bytes);
      found = { kind: 'document', document };
      this.#byRoot.set(document.root, found);
    }
    this.#known.set(path, found);
    return found;
  }
}

/** A relative path from a file, by plain text: what leaves the package begins with `../`. Other schemes give ''. */
export function resolvePath(from: string, uri: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith('/')) return '';
  const parts: string[] = from.split('/').slice(0, -1);
  for (const part of uri.split('#', 1)[0]?.split('/') ?? []) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
