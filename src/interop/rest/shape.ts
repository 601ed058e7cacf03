import { fhirRefusal, type Model, type Summary, summaryOf } from '#fhir';

/** The part of one resource that `_summary` or `_elements` asks for; the resource itself when neither is asked. */
export function shaped(model: Model, query: URLSearchParams, body: string): string {
  const wanted = partAsked(query);
  return wanted === undefined ? body : summaryOf(model, body, wanted);
}

/** Refuses `fhir.bad-summary`. Source: FHIR R4 §3.1.1.5.8, §3.1.1.5.9. */
function partAsked(query: URLSearchParams): Summary | undefined {
  const elements = query.get('_elements');
  const summary = query.get('_summary');
  if (elements !== null) return elements.split(',').map((name) => name.trim().replace(/^[A-Z][A-Za-z]+\./, ''));
  if (summary === null) return undefined;
  const known = summaries.find((one) => one === summary);
  if (known !== undefined) return known;
  throw fhirRefusal(
    'bad-summary',
    `_summary d’une ressource : ${summaries.join(', ')}.`,
    `_summary of a resource: ${summaries.join(', ')}.`,
    '_summary',
  );
}

const summaries = ['true', 'text', 'data', 'false'] as const;
