import { attributeOf, readXml, type XmlElement } from '#xml';
import { resolvePath } from './files.ts';
import { missingFile, wrongSchema } from './refusals.ts';

export const iso = 'http://purl.oclc.org/dsdl/schematron';
const depthLimit = 32;
const fileLimit = 5_000;

/** An element of the rules and the file it stands in. */
export interface Placed {
  readonly element: XmlElement;
  readonly file: string;
  readonly depth: number;
}

/** Reads the files of a schema; each `include` gives way to the root of the file it names. */
export class Loader {
  readonly #read: (path: string) => Uint8Array | undefined;
  readonly #known = new Map<string, XmlElement>();

  constructor(read: (path: string) => Uint8Array | undefined) {
    this.#read = read;
  }

  entry(path: string): Placed {
    const element = this.#root(path, path, 1);
    if (element.name !== 'schema' || element.namespace !== iso)
      throw wrongSchema('la racine n’est pas « schema »', 'the root is not "schema"', path, element.line);
    const binding = attributeOf(element, 'queryBinding');
    if (binding !== undefined && !['xslt2', 'xpath2'].includes(binding.toLowerCase()))
      throw wrongSchema('queryBinding doit être xslt2', 'queryBinding must be xslt2', path, element.line);
    return { element, file: path, depth: 0 };
  }

  /** The Schematron elements in an element, includes followed. */
  parts(of: Placed): readonly Placed[] {
    return of.element.children.flatMap((child) => {
      if (child.kind !== 'element' || child.namespace !== iso) return [];
      if (child.name !== 'include') return [{ ...of, element: child }];
      return this.#included(child, of);
    });
  }

  #included(include: XmlElement, from: Placed): readonly Placed[] {
    const path = resolvePath(from.file, attributeOf(include, 'href') ?? '');
    if (from.depth >= depthLimit)
      throw wrongSchema('des inclusions tournent en rond', 'includes go round in circles', from.file, include.line);
    const included = { element: this.#root(path, from.file, include.line), file: path, depth: from.depth + 1 };
    if (included.element.namespace !== iso || included.element.name === 'schema')
      throw wrongSchema(
        `${path} n’est pas une partie de schematron`,
        `${path} is no part of a schematron`,
        from.file,
        include.line,
      );
    return included.element.name === 'include' ? this.#included(included.element, included) : [included];
  }

  #root(path: string, from: string, line: number): XmlElement {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const bytes = path === '' ? undefined : this.#read(path);
    if (bytes === undefined) throw missingFile(path, from, line);
    if (this.#known.size >= fileLimit)
      throw wrongSchema(`plus de ${fileLimit} fichiers`, `more than ${fileLimit} files`, from, line);
    const { root } = readXml(bytes);
    this.#known.set(path, root);
    return root;
  }
}
