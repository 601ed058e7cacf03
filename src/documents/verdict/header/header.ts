import type { XmlElement } from '#xml';

export const hl7 = 'urn:hl7-org:v3';

/** A ClinicalDocument without its body, its HL7 elements found by their name. */
export interface Header {
  readonly document: XmlElement;
  /** The `component` elements: their content is no part of the header. */
  readonly components: readonly XmlElement[];
  /** Every element of the header below the ClinicalDocument, in document order. */
  readonly elements: readonly XmlElement[];
  /** Those of a local name. */
  named(name: string): readonly XmlElement[];
}

/** Reads the header of a ClinicalDocument; `document` may lie inside a stylesheet. */
export function headerOf(document: XmlElement): Header {
  const byName = new Map<string, XmlElement[]>();
  const components: XmlElement[] = [];
  const elements: XmlElement[] = [];
  const collect = (parent: XmlElement): void => {
    for (const child of parent.children) {
      if (child.kind !== 'element' || child.namespace !== hl7) continue;
      if (parent === document && child.name === 'component') {
        components.push(child);
        continue;
      }
      elements.push(child);
      const known = byName.get(child.name);
      if (known === undefined) byName.set(child.name, [child]);
      else known.push(child);
      collect(child);
    }
  };
  collect(document);
  return { document, components, elements, named: (name) => byName.get(name) ?? [] };
}
