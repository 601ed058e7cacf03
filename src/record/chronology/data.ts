import { isDrawn } from '#documents';
import { isObject, type Json, objects, text } from '#fhir';
import { measuresIn } from '../measure.ts';
import { shortName } from '../shortName.ts';
import type { DataLine } from './line.ts';

/**
 * The types of what comes as data and has its place in a chronology; Observations come together, a line a day and a laboratory. A report that
 * names its results is told by them, and one that only concludes by itself.
 */
export const dataTypes = ['Observation', 'DiagnosticReport', 'Immunization', 'Appointment', 'Encounter', 'Procedure'] as const;
const mostNamed = 6;
/** Characters of what a report concludes. */
const mostSaid = 300;
const unsaid = new Set(['entered-in-error', 'proposed', 'preparation', 'planned', 'registered']);
const undone = new Set(['not-done', 'cancelled', 'noshow', 'on-hold', 'stopped']);

/** The lines of resources that come part by part; in which parts changes nothing. */
export interface GatheredLines {
  add(resources: readonly Json[]): void;
  lines(): readonly DataLine[];
}

/** The lines that resources of a record make. What was drawn from a document stands there with its document, and makes none. */
export function dataLines(resources: readonly Json[]): readonly DataLine[] {
  const gathered = gatherLines();
  gathered.add(resources);
  return gathered.lines();
}

export function gatherLines(): GatheredLines {
  const single: DataLine[] = [];
  const together: ResultGroups = new Map();
  return {
    add(resources) {
      for (const one of resources) {
        if (isDrawn(one)) continue;
        const line = lineOf(one);
        if (line !== undefined) single.push(line);
        if (one.resourceType === 'Observation') addResults(together, one);
      }
    },
    lines: () => [...single, ...resultLines(together)],
  };
}

function lineOf(one: Json): DataLine | undefined {
  const status = text(one.status) ?? '';
  if (unsaid.has(status)) return undefined;
  const said = saidBy(one);
  const at = said?.day === undefined ? Number.NaN : Date.parse(said.day);
  if (said?.day === undefined || Number.isNaN(at)) return undefined;
  const { day, ...rest } = said;
  return {
    ...rest,
    day,
    at,
    kept: keptOf(one),
    key: `${text(one.resourceType)}/${text(one.id)}`,
    ...(undone.has(status) ? { undone: status } : {}),
  };
}

type Said = Pick<DataLine, 'kind' | 'title' | 'detail' | 'author'> & { readonly day: string | undefined };

function saidBy(one: Json): Said | undefined {
  switch (one.resourceType) {
    case 'DiagnosticReport': {
      if (objects(one.result).length > 0) return undefined;
      const period = isObject(one.effectivePeriod)
        ? (text(one.effectivePeriod.end) ?? text(one.effectivePeriod.start))
        : undefined;
      const day = text(one.effectiveDateTime) ?? period ?? text(one.issued);
      const conclusion = text(one.conclusion)?.slice(0, mostSaid).toWellFormed();
      const detail = conclusion === undefined ? {} : { detail: conclusion };
      return { kind: 'results', title: wordsOf(one.code), day, ...detail, ...nameIn(objects(one.performer)) };
    }
    case 'Immunization': {
      const lot = text(one.lotNumber);
      const author = nameIn(objects(one.performer).map(({ actor }) => actor));
      const detail = lot === undefined ? {} : { detail: lot };
      return { kind: 'vaccination', title: wordsOf(one.vaccineCode), day: text(one.occurrenceDateTime), ...detail, ...author };
    }
    case 'Appointment': {
      const title = text(one.description) ?? wordsOf(objects(one.serviceType)[0] ?? objects(one.reasonCode)[0]);
      const others = objects(one.participant).flatMap(({ actor }) => (isObject(actor) && !isPatient(actor) ? [actor] : []));
      return { kind: 'appointment', title, day: text(one.start), ...nameIn(others) };
    }
    case 'Encounter': {
      const period = isObject(one.period) ? one.period : {};
      const place = isObject(one.serviceProvider) ? nameIn([one.serviceProvider]) : {};
      const end = text(period.end);
      const title = wordsOf(objects(one.type)[0] ?? one.serviceType ?? one.class);
      return { kind: 'stay', title, day: text(period.start), ...(end === undefined ? {} : { detail: end }), ...place };
    }
    case 'Procedure': {
      const period = isObject(one.performedPeriod) ? text(one.performedPeriod.start) : undefined;
      const author = nameIn(objects(one.performer).map(({ actor }) => actor));
      return { kind: 'act', title: wordsOf(one.code), day: text(one.performedDateTime) ?? period, ...author };
    }
    default:
      return undefined;
  }
}

/** Results that came as data: those of one day and one laboratory are one line, as a report would be. */
type ResultGroups = Map<string, { at: string; kept: number; laboratory: string | undefined; labels: Set<string> }>;

function addResults(together: ResultGroups, observation: Json): void {
  for (const { at, laboratory, named, category } of measuresIn(observation)) {
    // How a person lives is in their profile: it is no result.
    if (category === 'social-history') continue;
    const key = `results/${at.slice(0, 10)}/${laboratory ?? ''}`;
    const kept = keptOf(observation);
    const group = together.get(key);
    if (group === undefined) together.set(key, { at, kept, laboratory, labels: new Set([shortName(named.label)]) });
    else {
      group.labels.add(shortName(named.label));
      group.kept = Math.max(group.kept, kept);
      if (at > group.at) group.at = at;
    }
  }
}

function resultLines(together: ResultGroups): readonly DataLine[] {
  return [...together].flatMap(([key, { at, kept, laboratory, labels }]) => {
    const instant = Date.parse(at);
    if (Number.isNaN(instant)) return [];
    const names = [...labels].sort((a, b) => a.localeCompare(b, 'fr'));
    const rest = names.length - mostNamed;
    const title = rest > 0 ? `${names.slice(0, mostNamed).join(', ')} (+ ${rest})` : names.join(', ');
    const author = laboratory === undefined ? {} : { author: laboratory };
    return [{ kind: 'results' as const, key, at: instant, kept, day: at, title, ...author }];
  });
}

function wordsOf(concept: unknown): string {
  if (!isObject(concept)) return '';
  const [coding] = objects(concept.coding);
  return text(concept.text) ?? text(coding?.display) ?? text(concept.display) ?? text(coding?.code) ?? text(concept.code) ?? '';
}

function nameIn(references: readonly unknown[]): { author?: string } {
  const name = references.flatMap((one) => (isObject(one) ? (text(one.display) ?? []) : []))[0];
  return name === undefined ? {} : { author: name };
}

const isPatient = ({ reference, type }: Json): boolean => type === 'Patient' || text(reference)?.startsWith('Patient/') === true;

function keptOf({ meta }: Json): number {
  const at = isObject(meta) ? Date.parse(text(meta.lastUpdated) ?? '') : Number.NaN;
  return Number.isNaN(at) ? 0 : at;
}
