/** One link of a Bundle. */
export interface Link {
  readonly relation: 'self' | 'next';
  readonly url: string;
}

/** An entry of a Bundle as JSON text: its members in order, those that are undefined left out. Bodies pass through untouched. */
export function entryText(members: Readonly<Record<string, string | undefined>>): string {
  const told = Object.entries(members).flatMap(([name, text]) => (text === undefined ? [] : `"${name}":${text}`));
  return `{${told.join(',')}}`;
}

/** A Bundle of entries that are text already. FHIR has no empty arrays. */
export function bundleText(
  type: string,
  entries: readonly string[],
  more: { total?: number; links?: readonly Link[] } = {},
): string {
  const { total, links = [] } = more;
  return entryText({
    resourceType: '"Bundle"',
    type: `"${type}"`,
    total: total === undefined ? undefined : String(total),
    link: links.length === 0 ? undefined : JSON.stringify(links),
    entry: entries.length === 0 ? undefined : `[${entries.join(',')}]`,
  });
}

/** `https://…/fhir/Observation?…` with these parameters in place of those of the same name. */
export function addressOf(
  address: string,
  asked: Iterable<readonly [string, readonly string[]]>,
  instead: Record<string, string> = {},
): string {
  const query = new URLSearchParams();
  for (const [name, values] of asked) if (!(name in instead)) for (const value of values) query.append(name, value);
  for (const [name, value] of Object.entries(instead)) query.append(name, value);
  return query.size === 0 ? address : `${address}?${query}`;
}
