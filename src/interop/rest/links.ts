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

/** Text, or bytes that pass through untouched. */
export type Part = string | Buffer;

/** As {@link bundleText}, in UTF-8: of entries whose bodies come as bytes, none is made a text. */
export function bundleBytes(
  type: string,
  entries: readonly (readonly Part[])[],
  more: { total?: number; links?: readonly Link[] } = {},
): Buffer {
  const empty = bundleText(type, [], more);
  if (entries.length === 0) return Buffer.from(empty);
  const parts: Part[] = [empty.slice(0, -1), ',"entry":['];
  for (const [n, entry] of entries.entries()) {
    if (n > 0) parts.push(',');
    for (const part of entry) parts.push(part);
  }
  parts.push(']}');
  return joined(parts);
}

/** Texts that follow each other are written together: each that is written costs. */
function joined(parts: readonly Part[]): Buffer {
  let most = 0;
  for (const part of parts) most += typeof part === 'string' ? part.length * 3 : part.length;
  const bytes = Buffer.allocUnsafe(most);
  let at = 0;
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    at += bytes.write(text, at);
    at += part.copy(bytes, at);
    text = '';
  }
  at += bytes.write(text, at);
  return bytes.subarray(0, at);
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
