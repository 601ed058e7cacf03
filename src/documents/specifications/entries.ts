import { attributeOf, readXml, type XmlElement } from '#xml';
import type { Library } from './library.ts';

/** An entry schematron and the documents it is for. */
export interface Entry {
  /** Whole path in the library. */
  readonly path: string;
  /** File name. */
  readonly name: string;
  /** For every document. */
  readonly common: boolean;
  /** The document models (OID) that it demands in the header. */
  readonly models: readonly string[];
  /** The document types (code) that it demands in the header; told where it demands no model. */
  readonly types: readonly string[];
}

/**
 * Reads from the entry schematrons themselves which documents each is for.
 *
 * Common: those of the folder `profils`, which every example of the CI-SIS names whatever its model (header, IHE profiles, content
 * models, lists). The others: the models (arc 1.2.250.1.213.1.1.1 of the CI-SIS) that their tests of ClinicalDocument demand or that the
 * context of a rule names, their own files and those of their `specificationsVolets`; where they demand none, the document type.
 * Those of `terminologies` are left out: they look codes up in RDF files, which are not kept; the lists are checked all the same.
 */
export function entriesOf(library: Library): readonly Entry[] {
  const seen = new Set<string>();
  return library.schematrons.flatMap((path): Entry[] => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (seen.has(name.toLowerCase()) || needsTerminologies(path)) return [];
    seen.add(name.toLowerCase());
    if (/\/profils\//i.test(path)) return [{ path, name, common: true, models: [], types: [] }];
    const { models, types } = demandsOf(library, path);
    return [{ path, name, common: false, models: [...models], types: models.size > 0 ? [] : [...types] }];
  });
}

/** Of the folder `terminologies`. */
export const needsTerminologies = (path: string): boolean => /\/terminologies\//i.test(path);

interface Demands {
  readonly models: Set<string>;
  readonly types: Set<string>;
}

const includeLimit = 500;

function demandsOf(library: Library, entry: string): Demands {
  const demands: Demands = { models: new Set(), types: new Set() };
  const done = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (done.has(path) || done.size >= includeLimit) continue;
    done.add(path);
    const root = rootOf(library.read(path));
    if (root === undefined) continue;
    for (const element of descendantsOf(root)) {
      if (element.name === 'rule') collect(element, demands);
      const href = element.name === 'include' ? attributeOf(element, 'href') : undefined;
      // Lists and abstract patterns serve many models; what a model says of itself stands in its own folder.
      if (href !== undefined && /specificationsVolets\//i.test(href))
        open.push(`${path.slice(0, path.lastIndexOf('/') + 1)}${href}`);
    }
  }
  return demands;
}

/** A file that cannot be read is told when the schematron is compiled. */
function rootOf(bytes: Uint8Array | undefined): XmlElement | undefined {
  try {
    return bytes === undefined ? undefined : readXml(bytes).root;
  } catch {
    return undefined;
  }
}

function* descendantsOf(root: XmlElement): Iterable<XmlElement> {
  const open = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    yield element;
    for (const child of element.children) if (child.kind === 'element') open.push(child);
  }
}

const ofDocument = /^\s*\/{0,2}(?:\w+:)?ClinicalDocument\s*$/;
const ofModel = /^\s*\/{0,2}\*\s*\[\s*(?:\w+:)?templateId\s*\/\s*@root\s*=\s*(?:"([\d.]+)"|'([\d.]+)')\s*\]\s*$/;
const demandsTemplate = /^\s*(?:\.\/)?(?:\w+:)?templateId\s*\[\s*@root\s*=\s*(?:"([\d.]+)"|'([\d.]+)')/;
const demandsType = /^\s*(?:\.\/)?(?:\w+:)?code\s*\[\s*@code\s*=\s*(?:"([^"]+)"|'([^']+)')/;
/** `.1` itself is the header, which all models have. */
const model = /^1\.2\.250\.1\.213\.1\.1\.1\.(?!1$)/;

function collect(rule: XmlElement, { models, types }: Demands): void {
  const context = attributeOf(rule, 'context') ?? '';
  const named = ofModel.exec(context);
  const add = (to: Set<string>, found: RegExpExecArray | null): void => {
    const value = found?.[1] ?? found?.[2];
    if (value !== undefined && (to === types || model.test(value))) to.add(value);
  };
  add(models, named);
  if (!ofDocument.test(context)) return;
  for (const child of rule.children) {
    if (child.kind !== 'element' || child.name !== 'assert') continue;
    const test = attributeOf(child, 'test') ?? '';
    add(models, demandsTemplate.exec(test));
    add(types, demandsType.exec(test));
  }
}
