import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Entries, Entry } from './entries.ts';

/** Which entries references lead to, from one of them. */
export interface Reach {
  /** Following references from the start. */
  readonly forwards: ReadonlySet<Entry>;
  /** Following them both ways. */
  readonly reached: ReadonlySet<Entry>;
}

/**
 * Any text that is the address of an entry counts as a link, so that an attachment's url and a link from the narrative do. The stylesheet
 * of the Bundle is reached too. Source: FHIR R4 §3.3.1.
 */
export function reachableFrom(start: Entry, entries: Entries, bundle: Json): Reach {
  const targets = new Map(entries.all.map((entry) => [entry, linksOf(entry, entries)]));
  const forwards = new Set<Entry>();
  follow([start, ...stylesheets(bundle, entries)], targets, forwards);
  const reached = new Set(forwards);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [entry, links] of targets) {
      if (reached.has(entry) || ![...links].some((link) => reached.has(link))) continue;
      follow([entry], targets, reached);
      grew = true;
    }
  }
  return { forwards, reached };
}

/** A stack of its own: a Bundle may be a chain of thousands. */
function follow(from: readonly Entry[], targets: ReadonlyMap<Entry, ReadonlySet<Entry>>, into: Set<Entry>): void {
  const waiting = [...from];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (into.has(entry)) continue;
    into.add(entry);
    waiting.push(...(targets.get(entry) ?? []));
  }
}

function linksOf(entry: Entry, entries: Entries): ReadonlySet<Entry> {
  const links = new Set<Entry>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') for (const target of entries.resolve(value, entry)) links.add(target);
    else if (Array.isArray(value)) for (const one of value) look(one);
    else if (isObject(value) && value.resourceType !== 'Bundle') for (const name in value) if (name !== 'div') look(value[name]);
  };
  look(entry.resource);
  links.delete(entry);
  return links;
}

function stylesheets(bundle: Json, entries: Entries): readonly Entry[] {
  return objects(bundle.link).flatMap(({ relation, url }) => {
    const [type = '', id = ''] = (text(url) ?? '').split('/');
    return relation === 'stylesheet' ? entries.named(type, id) : [];
  });
}
