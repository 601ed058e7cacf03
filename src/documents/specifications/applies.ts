import { attributeOf, childOf, type XmlDocument, type XmlElement } from '#xml';
import type { Entry } from './entries.ts';
import { hl7 } from './inner.ts';

/** Which schematrons apply, and models that a document claims in a version for which none is loaded. */
export interface Applying {
  readonly entries: readonly Entry[];
  readonly otherVersions: readonly Template[];
}

export interface Template {
  readonly root: string;
  readonly version: string | undefined;
}

/**
 * Of the common entries all. Of the others those of the document's models (it has all the templateIds that they demand), or, when
 * there are none and the document has a structured body, those of its type. Of several versions of the same: the one whose file name
 * ends with the version that the `extension` of the model's templateId gives; else the one that the document names itself in a
 * processing instruction (`oxygen SCHSchema`, as the examples of the CI-SIS do, or `xml-model`); else, when no extension is given,
 * the newest. An entry that the document names is tried besides, whatever its model, when it is loaded.
 *
 * So a document cannot escape a schematron by not naming it. `outer` is the document as it was handed over, `root` its
 * ClinicalDocument. Source: the examples and schematrons of the CI-SIS; W3C xml-model.
 */
export function applyingTo(outer: XmlDocument, root: XmlElement, entries: readonly Entry[]): Applying {
  const templates = templatesOf(root);
  const named = namedBy(outer);
  const isNamed = ({ name }: Entry): boolean => named.has(name.toLowerCase());
  const chosen = new Set(entries.filter((entry) => entry.common || isNamed(entry)));
  const otherVersions: Template[] = [];
  for (const { same, claimed } of claimsOf(root, templates, entries)) {
    const exact = same.filter(({ name }) => claimed.some(({ version }) => isOfVersion(name, version)));
    const versioned = claimed.filter(({ version }) => version !== undefined);
    if (exact.length > 0) for (const entry of exact) chosen.add(entry);
    else if (same.some(isNamed)) continue;
    else if (versioned.length > 0) otherVersions.push(...versioned);
    else for (const entry of newest(same)) chosen.add(entry);
  }
  return { entries: entries.filter((entry) => chosen.has(entry)), otherVersions };
}

/** Entries that are versions of the same, and the templates of the document that say which version. */
interface Claim {
  readonly same: readonly Entry[];
  readonly claimed: readonly Template[];
}

function claimsOf(root: XmlElement, templates: readonly Template[], entries: readonly Entry[]): readonly Claim[] {
  const has = (model: string): boolean => templates.some((template) => template.root === model);
  const byModel = entries.filter(({ models }) => models.length > 0 && models.every(has));
  if (byModel.length > 0)
    return [...Map.groupBy(byModel, ({ models }) => models.toSorted().join(' ')).values()].map((same) => ({
      same,
      claimed: templates.filter((template) => same[0]?.models.includes(template.root)),
    }));
  const type = childOf(root, 'code');
  const code = type === undefined ? undefined : attributeOf(type, 'code');
  if (code === undefined || childOf(root, 'component', 'structuredBody') === undefined) return [];
  const byType = entries.filter(({ types }) => types.includes(code));
  const claimed = templates.filter((template) => template.root.startsWith('1.2.250.1.213.1.1.1.'));
  return [...Map.groupBy(byType, ({ name }) => modelOf(name)).values()].map((same) => ({ same, claimed }));
}

const versionAtEnd = /_([\d.]+)\.sch$/i;
const isOfVersion = (name: string, version: string | undefined): boolean =>
  version !== undefined && name.toLowerCase().endsWith(`_${version.toLowerCase()}.sch`);
const modelOf = (name: string): string => name.replace(versionAtEnd, '').toLowerCase();
const versionOf = (name: string): string => versionAtEnd.exec(name)?.[1] ?? '';

function newest(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => versionOf(b.name).localeCompare(versionOf(a.name), 'en', { numeric: true })).slice(0, 1);
}

function templatesOf(root: XmlElement): readonly Template[] {
  return root.children.flatMap((child) =>
    child.kind === 'element' && child.name === 'templateId' && child.namespace === hl7
      ? [{ root: attributeOf(child, 'root') ?? '', version: attributeOf(child, 'extension')?.trim() }]
      : [],
  );
}

/** File names in lower case. */
function namedBy(document: XmlDocument): ReadonlySet<string> {
  const names = document.children.flatMap((node) => {
    if (node.kind !== 'instruction' || !['oxygen', 'xml-model'].includes(node.name)) return [];
    const href = /(?:SCHSchema|href)\s*=\s*["']([^"']+\.sch)["']/i.exec(node.value)?.[1];
    return href === undefined ? [] : [href.slice(href.lastIndexOf('/') + 1).toLowerCase()];
  });
  return new Set(names);
}
