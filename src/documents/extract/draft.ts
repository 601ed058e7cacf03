import { type XmlDocument, type XmlElement, xpaths } from '#xml';
import type { Extracted, Extraction, ExtractionContext, Fields, Kept, KeptReason, SectionName } from './extraction.ts';
import { idsOf } from './identity.ts';
import { taken } from './missed.ts';
import { type Narrative, narrativeOf } from './narrative.ts';

/** What a mapper is given: where it stands, what it may read, and where it puts what it finds. */
export interface Place {
  readonly patient: string;
  readonly documentId: string;
  readonly section: SectionName;
  readonly narrative: Narrative;
  /** The day of the document, a FHIR date or dateTime; undefined when the header has none. */
  readonly documentTime: string | undefined;
  /** Adds a resource and answers its reference `Type/id`.  Absent members and empty lists are left out. */
  add(type: string, from: XmlElement, fields: Fields): string;
  keep(reason: KeptReason, from: XmlElement): void;
  /** True once the document, or this entry of it, has given as many facts as are drawn from one. */
  readonly isFull: boolean;
}

export interface Draft {
  readonly size: number;
  at(section: SectionName): Place;
  /** Another entry begins. */
  begin(): void;
  /** Whether this statement was kept as narrative, with all that it holds. */
  isKept(statement: XmlElement): boolean;
  /** `Type/id` of what was added, from a place on. */
  references(from: number): string[];
  drawn(): Extraction;
}

/** Facts of one document, and of one entry: an entry is mapped in one go, while others wait for the thread. */
const mostFacts = 5000;
const mostOfEntry = 1000;

/** What is kept as narrative is counted without end, and told one by one up to here. */
const mostKept = 5000;

/** Gathers what is drawn from one document. */
export function openDraft(document: XmlDocument, context: ExtractionContext, documentTime: string | undefined): Draft {
  const resources: Extracted[] = [];
  const kept: Kept[] = [];
  const left: Record<string, number> = {};
  const settled = new Set<XmlElement>();
  const xpathOf = xpaths();
  const idOf = idsOf(context.documentId, xpathOf);
  const narrative = narrativeOf(document);
  let begun = 0;
  return {
    begin() {
      begun = resources.length;
    },
    get size() {
      return resources.length;
    },
    at: (section) => ({
      patient: context.patient,
      documentId: context.documentId,
      section,
      narrative,
      documentTime,
      get isFull() {
        return resources.length >= Math.min(mostFacts, begun + mostOfEntry);
      },
      add(type, from, fields) {
        taken(from);
        const id = idOf(type, from);
        resources.push({
          resource: { resourceType: type, id, ...pruned(fields) },
          section,
          // Asked of few: a path costs as much as many of the fields.
          get at() {
            return xpathOf(from);
          },
        });
        return `${type}/${id}`;
      },
      keep(reason, from) {
        left[reason] = (left[reason] ?? 0) + 1;
        settled.add(from);
        if (kept.length < mostKept) kept.push({ section, reason, at: xpathOf(from) });
      },
    }),
    isKept: (statement) => settled.has(statement),
    references: (from) => resources.slice(from).map(({ resource }) => `${resource.resourceType}/${resource.id}`),
    drawn: () => ({
      resources,
      kept,
      counts: {
        resources: tally(resources.map(({ resource }) => resource.resourceType)),
        kept: Object.fromEntries(Object.entries(left).sort(([a], [b]) => (a < b ? -1 : 1))),
      },
    }),
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Without the members that are absent or empty: FHIR has neither null, nor an empty list, nor an empty object. What is clean stays as it is. */
function pruned(fields: Fields): Fields {
  let kept: Record<string, unknown> | undefined;
  for (const name in fields) {
    const value = fields[name];
    const clean = typeof value === 'object' ? prunedValue(value) : value;
    if (clean === value && clean !== undefined) {
      if (kept !== undefined) kept[name] = clean;
      continue;
    }
    kept ??= before(fields, name);
    if (clean !== undefined) kept[name] = clean;
  }
  return kept ?? fields;
}

/** The members that stand before this one. */
function before(fields: Fields, last: string): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    if (name === last) break;
    kept[name] = fields[name];
  }
  return kept;
}

function prunedValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(prunedValue);
    if (items.length > 0 && items.every((item, index) => item !== undefined && item === value[index])) return value;
    const kept = items.filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const kept = pruned(value as Fields);
  for (const _ in kept) return kept;
  return undefined;
}
