import { itemsOf, membersOf, stringIn } from '../json/index.ts';

const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';
const tag = `{"system":"${system}","code":"SUBSETTED"}`;

/** A resource made of these members (`"name":value`, by name), with the tag that says it is only a part. Source: FHIR R4 §3.1.1.5.9. */
export function subsetted(members: ReadonlyMap<string, string>): string {
  const marked = new Map(members);
  const meta = members.get('meta');
  marked.delete('meta');
  const value = meta === undefined ? `{"tag":[${tag}]}` : withTag(meta.slice(meta.indexOf('{')));
  // Behind resourceType and id, which come first when they are there.
  const first = ['resourceType', 'id'].flatMap((name) => members.get(name) ?? []);
  const rest = [...marked].filter(([name]) => name !== 'resourceType' && name !== 'id').map(([, written]) => written);
  return `{${[...first, `"meta":${value}`, ...rest].join(',')}}`;
}

function withTag(meta: string): string {
  const members = membersOf(meta);
  const tags = members.find((member) => member.name === 'tag');
  if (tags === undefined)
    return members.length === 0 ? `{"tag":[${tag}]}` : `${meta.slice(0, meta.lastIndexOf('}'))},"tag":[${tag}]}`;
  const items = itemsOf(meta, tags.from);
  if (items.some(([from]) => isSubsetted(meta, from))) return meta;
  const end = items.at(-1)?.[1] ?? tags.from + 1;
  return `${meta.slice(0, end)}${items.length === 0 ? '' : ','}${tag}${meta.slice(end)}`;
}

function isSubsetted(meta: string, from: number): boolean {
  const said = new Map(
    membersOf(meta, from).map((member) => [member.name, meta[member.from] === '"' ? stringIn(meta, member.from, member.to) : '']),
  );
  return said.get('system') === system && said.get('code') === 'SUBSETTED';
}
