import type { XmlElement } from '#xml';
import type { Node } from './xpath/values.ts';

/** The paths of nodes as `xpathOf` writes them; the siblings of an element are counted once, however many of them are found wrong. */
export class Paths {
  readonly #known = new Map<XmlElement, string>();
  readonly #counted = new Set<XmlElement>();
  readonly #positions = new Map<XmlElement, number>();

  of(node: Node): string {
    if (node.kind === 'attribute') return `${this.#ofElement(node.parent)}/@${node.name}`;
    return node.kind === 'element' ? this.#ofElement(node) : '/';
  }

  /** No deeper than the reader's limit of 256 levels. */
  #ofElement(element: XmlElement): string {
    const known = this.#known.get(element);
    if (known !== undefined) return known;
    const { parent, name } = element;
    const path = parent === undefined ? `/${name}` : `${this.#ofElement(parent)}/${name}[${this.#positionOf(element, parent)}]`;
    this.#known.set(element, path);
    return path;
  }

  #positionOf(element: XmlElement, parent: XmlElement): number {
    if (!this.#counted.has(parent)) {
      this.#counted.add(parent);
      const counts = new Map<string, number>();
      for (const child of parent.children) {
        if (child.kind !== 'element') continue;
        const key = `${child.namespace} ${child.name}`;
        const position = (counts.get(key) ?? 0) + 1;
        counts.set(key, position);
        this.#positions.set(child, position);
      }
    }
    return this.#positions.get(element) ?? 0;
  }
}
