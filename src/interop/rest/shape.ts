import { fhirRefusal, type Model, type SearchAnswer, type Summary, summaryOf } from '#fhir';

/** The part of one resource that `_summary` or `_elements` asks for; the resource itself when neither is asked. */
export function shaped(model: Model, query: URLSearchParams, body: string): string {
  const wanted = partOf(query.get('_summary') ?? undefined, query.get('_elements') ?? undefined);
  return wanted === undefined ? body : summaryOf(model, body, wanted);
}

/** The part of each resource that a search asked for; of the count alone there is none. */
export function partOfAnswer({ summary, elements }: Pick<SearchAnswer, 'summary' | 'elements'>): Summary | undefined {
  return elements ?? (summary === 'count' ? undefined : summary);
}

const summaries = ['true', 'text', 'data', 'false'] as const;

/** Refuses `fhir.bad-summary`. Source: FHIR R4 §3.1.1.5.8, §3.1.1.5.9. */
function partOf(summary: string | undefined, elements: string | undefined): Summary | undefined {
  if (elements !== undefined) return elements.split(',').map((name) => name.trim().replace(/^[A-Z][A-Za-z]+\./, ''));
  if (summary === undefined) return undefined;
  const found = summaries.find((one) => one === summary);
  if (found !== undefined) return found;
  throw fhirRefusal('bad-summary', `_summary : ${summaries.join(', ')}.`, `_summary: ${summaries.join(', ')}.`, '_summary');
}
