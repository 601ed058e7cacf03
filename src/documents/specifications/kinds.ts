/** A schema that a document is given to: of HL7 v3, and ClinicalDocument is one of its elements. Others are included by it. */
export function isEntrySchema(path: string, content: Uint8Array): boolean {
  if (!/\.xsd$/i.test(path)) return false;
  const text = textOf(content);
  return (
    /targetNamespace\s*=\s*["']urn:hl7-org:v3["']/.test(text) &&
    /<(\w+:)?element\s[^>]*name\s*=\s*["']ClinicalDocument["']/.test(text)
  );
}

/** A schematron of its own: its root is `schema`. Others are included by one. */
export function isEntrySchematron(path: string, content: Uint8Array): boolean {
  return /\.sch$/i.test(path) && rootOf(content) === 'schema';
}

/** A code list: IHE SVS in XML, or a JSON object of lists as {@link JsonLists}. */
export function isListFile(path: string, content: Uint8Array): boolean {
  if (/\.xml$/i.test(path)) return /^(RetrieveValueSetResponse|RetrieveMultipleValueSetsResponse)$/.test(rootOf(content) ?? '');
  return /\.json$/i.test(path) && listsIn(content) !== undefined;
}

/** By the name of the list: its OID and its concepts, each `[code, code system, display]`. */
export type JsonLists = Readonly<Record<string, { readonly oid?: string; readonly concepts: readonly (readonly string[])[] }>>;

/** Undefined when the file is JSON of another kind, or none. */
export function listsIn(content: Uint8Array): JsonLists | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(content.buffer, content.byteOffset, content.length).toString('utf8'));
    if (typeof read !== 'object' || read === null) return undefined;
    const all: unknown[] = Object.values(read);
    return all.length > 0 && all.every(isList) ? (read as JsonLists) : undefined;
  } catch {
    return undefined;
  }
}

function isList(value: unknown): boolean {
  const concepts = (value as { concepts?: unknown } | null)?.concepts;
  return Array.isArray(concepts) && concepts.every((one) => Array.isArray(one) && typeof one[0] === 'string');
}

/** The local name of the root, past comments, instructions and the byte-order mark; not a proof of being well-formed. */
function rootOf(content: Uint8Array): string | undefined {
  const text = textOf(content);
  let at = 0;
  for (;;) {
    at = text.indexOf('<', at);
    if (at < 0) return undefined;
    const close = text.startsWith('<!--', at) ? '-->' : text.startsWith('<?', at) ? '?>' : undefined;
    if (close === undefined) return /^<(?:[\w.-]+:)?([\w.-]+)/.exec(text.slice(at, at + 200))?.[1];
    at = text.indexOf(close, at);
    if (at < 0) return undefined;
  }
}

const textOf = (content: Uint8Array): string =>
  Buffer.from(content.buffer, content.byteOffset, content.length).toString('latin1');
