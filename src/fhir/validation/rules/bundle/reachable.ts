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
 * Any text that is the address of an entry counts as a link, so that an attachment's url and a link in an extension do. The stylesheet
 * of the Bundle is reached too. Source: FHIR R4 §3.3.1.
 */
export function reachableFrom(start: Entry, entries: Entries, bundle: Json): Reach {
  const links = new Map(entries.all.map((entry) => [entry, linksOf(entry, entries)]));
  const from = [start, ...stylesheets(bundle, entries)];
  const forwards = follow(from, (entry) => links.get(entry) ?? []);
  const linkedBy = new Map<Entry, Entry[]>(entries.all.map((entry) => [entry, []]));
  for (const [entry, targets] of links) for (const target of targets) linkedBy.get(target)?.push(entry);
  const reached = follow(from, (entry) => [...(links.get(entry) ?? []), ...(linkedBy.get(entry) ?? [])]);
  return { forwards, reached };
}

/** A stack of its own: a Bundle may be a chain of thousands. */
function follow(from: readonly Entry[], next: (entry: Entry) => Iterable<Entry>): ReadonlySet<Entry> {
  const reached = new Set<Entry>();
  const waiting = [...from];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (reached.has(entry)) continue;
    reached.add(entry);
    for (const one of next(entry)) waiting.push(one);
  }
  return reached;
}

function linksOf(entry: Entry, entries: Entries): ReadonlySet<Entry> {
  const links = new Set<Entry>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      // several are refused elsewhere; following each could be as many steps as there are pairs of entries
      const [target] = entries.resolve(value, entry);
      if (target !== undefined) links.add(target);
    } else if (Array.isArray(value)) for (const one of value) look(one);
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
