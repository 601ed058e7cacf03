import { fhirRefusal } from '../refusals.ts';
import { itemsOf, type Member, membersOf } from './scan.ts';

/** What the server says of a version it stores. */
export interface VersionMeta {
  readonly id: string;
  readonly versionId: string;
  /** FHIR instant. */
  readonly lastUpdated: string;
}

/** A piece of new text in place of [from, to). */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Sets `id`, `meta.versionId` and `meta.lastUpdated` in the text of a resource and touches no other byte: the digits of decimals, the
 * order of members and the white space stay. What is missing is added, `id` and `meta` behind `resourceType`.
 *
 * In: text that JSON.parse accepts, an object. Refuses `fhir.duplicate-member` when one of the members concerned stands twice: readers
 * would not agree on which counts.
 */
export function withMeta(text: string, { id, versionId, lastUpdated }: VersionMeta): string {
  const members = membersOf(text);
  const type = only(members, 'resourceType');
  const own = only(members, 'id');
  const meta = only(members, 'meta');
  const changes: Change[] = [];
  const version = `"versionId":${JSON.stringify(versionId)},"lastUpdated":${JSON.stringify(lastUpdated)}`;
  let added = '';
  if (own === undefined) added = `"id":${JSON.stringify(id)}`;
  else changes.push({ from: own.from, to: own.to, text: JSON.stringify(id) });
  if (meta === undefined) added += `${added === '' ? '' : ','}"meta":{${version}}`;
  else changes.push(...changesInMeta(text, meta, { versionId, lastUpdated }, version));
  if (added !== '') changes.push(insertion(text, members, type, added));
  return applied(text, changes);
}

function changesInMeta(text: string, meta: Member, values: Readonly<Record<string, string>>, whole: string): Change[] {
  const members = membersOf(text, meta.from);
  if (members.length === 0) return [{ from: meta.from, to: meta.to, text: `{${whole}}` }];
  const changes: Change[] = [];
  const missing: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const member = only(members, name, 'meta.');
    if (member === undefined) missing.push(`${JSON.stringify(name)}:${JSON.stringify(value)},`);
    else changes.push({ from: member.from, to: member.to, text: JSON.stringify(value) });
  }
  const first = members[0]?.keyFrom ?? meta.from + 1;
  if (missing.length > 0) changes.push({ from: first, to: first, text: missing.join('') });
  return changes;
}

function insertion(text: string, members: readonly Member[], behind: Member | undefined, added: string): Change {
  if (behind !== undefined) return { from: behind.to, to: behind.to, text: `,${added}` };
  const start = text.indexOf('{') + 1;
  return { from: start, to: start, text: members.length === 0 ? added : `${added},` };
}

function only(members: readonly Member[], name: string, of = ''): Member | undefined {
  let found: Member | undefined;
  for (const member of members) {
    if (member.name !== name) continue;
    if (found !== undefined) {
      throw fhirRefusal(
        'duplicate-member',
        `L’objet JSON contient deux fois le membre « ${name} ».`,
        `The JSON object holds the member “${name}” twice.`,
        `${of}${name}`,
      );
    }
    found = member;
  }
  return found;
}

function applied(text: string, changes: Change[]): string {
  let out = '';
  let at = 0;
  for (const change of changes.sort((a, b) => a.from - b.from)) {
    out += text.slice(at, change.from) + change.text;
    at = change.to;
  }
  return out + text.slice(at);
}

/** The text of one member at the top of an object; undefined when it has none. The last one counts, as for JSON.parse. */
export function memberText(text: string, name: string): string | undefined {
  const member = membersOf(text).findLast((one) => one.name === name);
  return member === undefined ? undefined : text.slice(member.from, member.to);
}

/** The object without its top members of these names, and without the comma that each needed; no other byte changes. */
export function withoutMembers(text: string, names: ReadonlySet<string>): string {
  const members = membersOf(text);
  const changes: Change[] = [];
  let kept: Member | undefined;
  members.forEach((member, i) => {
    if (!names.has(member.name)) {
      kept = member;
      return;
    }
    // With what follows it up to the next member; the last ones take the comma before them instead.
    const next = members[i + 1];
    if (next !== undefined) changes.push({ from: member.keyFrom, to: next.keyFrom, text: '' });
    else changes.push({ from: kept?.to ?? member.keyFrom, to: member.to, text: '' });
  });
  return applied(text, joined(changes));
}

/** Removals that touch or overlap become one: the last of several takes back the comma that stands before the first of them. */
function joined(changes: readonly Change[]): Change[] {
  const last = changes.at(-1);
  return last === undefined ? [] : [...changes.filter((change) => change.to <= last.from), last];
}

/** The text of each `entry[i].resource` of a Bundle, as it was sent; undefined where an entry has none. */
export function resourceTexts(bundleText: string): readonly (string | undefined)[] {
  const entries = membersOf(bundleText).findLast((member) => member.name === 'entry');
  if (entries === undefined) return [];
  return itemsOf(bundleText, entries.from).map(([from]) => {
    const resource = membersOf(bundleText, from).findLast((member) => member.name === 'resource');
    return resource === undefined ? undefined : bundleText.slice(resource.from, resource.to);
  });
}
