/** The namespace declarations of one element over those around it; the empty prefix is the default namespace. */
export class Scope {
  readonly #outer: Scope | undefined;
  readonly #declared: ReadonlyMap<string, string>;
  /** The namespace of a name with no prefix: asked for at nearly each element. */
  readonly unprefixed: string;

  constructor(declared: ReadonlyMap<string, string>, outer: Scope | undefined) {
    this.#declared = declared;
    this.#outer = outer;
    this.unprefixed = declared.get('') ?? outer?.unprefixed ?? '';
  }

  namespaceOf(prefix: string): string | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.#outer) {
      const found = scope.#declared.get(prefix);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

const xml = 'http://www.w3.org/XML/1998/namespace';
const xmlns = 'http://www.w3.org/2000/xmlns/';

export const noScope = new Scope(new Map([['xml', xml]]), undefined);

/** Whether a declaration is one that Namespaces in XML 1.0 (§2.2, §3) allows. */
export function mayDeclare(prefix: string, uri: string): boolean {
  if (prefix === 'xmlns' || uri === xmlns) return false;
  if ((prefix === 'xml') !== (uri === xml)) return false;
  return prefix === '' || uri !== '';
}
