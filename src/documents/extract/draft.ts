import { type XmlDocument, type XmlElement, xpathOf } from '#xml';
import type { Extracted, Extraction, ExtractionContext, Fields, Kept, KeptReason, SectionName } from './extraction.ts';
import { idsOf } from './identity.ts';
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
}

export interface Draft {
  readonly size: number;
  at(section: SectionName): Place;
  /** `Type/id` of what was added. */
  references(): string[];
  drawn(): Extraction;
}

/** Gathers what is drawn from one document. */
export function openDraft(document: XmlDocument, context: ExtractionContext, documentTime: string | undefined): Draft {
  const resources: Extracted[] = [];
  const kept: Kept[] = [];
  const idOf = idsOf(context.documentId);
  const narrative = narrativeOf(document);
  return {
    get size() {
      return resources.length;
    },
    at: (section) => ({
      patient: context.patient,
      documentId: context.documentId,
      section,
      narrative,
      documentTime,
      add(type, from, fields) {
        const id = idOf(type, from);
        resources.push({ resource: { resourceType: type, id, ...pruned(fields) }, section, at: xpathOf(from) });
        return `${type}/${id}`;
      },
      keep: (reason, from) => void kept.push({ section, reason, at: xpathOf(from) }),
    }),
    references: () => resources.map(({ resource }) => `${resource.resourceType}/${resource.id}`),
    drawn: () => ({
      resources,
      kept,
      counts: {
        resources: tally(resources.map(({ resource }) => resource.resourceType)),
        kept: tally(kept.map(({ reason }) => reason)),
      },
    }),
  };
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Without the members that are absent or empty: FHIR has neither null, nor an empty list, nor an empty object. */
function pruned(fields: Fields): Fields {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const clean = prunedValue(fields[name]);
    if (clean !== undefined) kept[name] = clean;
  }
  return kept;
}

function prunedValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(prunedValue).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const kept = pruned(value as Fields);
  for (const _ in kept) return kept;
  return undefined;
}
