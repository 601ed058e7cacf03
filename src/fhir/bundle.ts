/** One resource of an answer, as the text it is stored in. */
export interface BundleEntry {
  readonly fullUrl: string;
  readonly body: string;
}

/** A searchset Bundle around bodies that pass through untouched. `next` is a whole URL. */
export function searchset(self: string, total: number, entries: readonly BundleEntry[], next?: string): string {
  const links = [{ relation: 'self', url: self }, ...(next === undefined ? [] : [{ relation: 'next', url: next }])];
  const inner = entries.map(
    (entry) => `{"fullUrl":${JSON.stringify(entry.fullUrl)},"resource":${entry.body},"search":{"mode":"match"}}`,
  );
  // FHIR has no empty arrays.
  const list = inner.length === 0 ? '' : `,"entry":[${inner.join(',')}]`;
  return `{"resourceType":"Bundle","type":"searchset","total":${total},"link":${JSON.stringify(links)}${list}}`;
}
