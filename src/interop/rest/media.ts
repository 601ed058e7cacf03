import { fhirRefusal } from '#fhir';
import type { Refusal } from '#kernel';

/** The two forms in which a resource travels. */
export type Format = 'json' | 'xml';

export const mediaTypes: Readonly<Record<Format, string>> = { json: 'application/fhir+json', xml: 'application/fhir+xml' };

const formats: Readonly<Record<string, Format>> = {
  json: 'json',
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/json+fhir': 'json',
  'text/json': 'json',
  '*/*': 'json',
  'application/*': 'json',
  xml: 'xml',
  'application/fhir+xml': 'xml',
  'application/xml': 'xml',
  'application/xml+fhir': 'xml',
  'text/xml': 'xml',
};

interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * The form in which to answer: `_format` before `Accept`; of equal weights in `Accept` the first; JSON when nothing is asked.
 * Refuses `fhir.not-acceptable`. Source: FHIR R4 §3.1.0.1.10, §3.1.0.1.11; RFC 9110 §12.5.1.
 */
export function formatAsked(format: string | undefined, accept: string | undefined): Format {
  // A plus sign that was not escaped in the address comes as a space.
  const asked = format === undefined || format === '' ? accept : format.replace(/ (?=json|xml|fhir)/, '+');
  if (asked === undefined || asked.trim() === '') return 'json';
  const chosen = weighed(asked).find((one) => formatOf(one) !== undefined);
  const found = chosen === undefined ? undefined : formatOf(chosen);
  if (found === undefined) throw notAcceptable(asked);
  return found;
}

/** The form of a body by its Content-Type; undefined when it is neither JSON nor XML of FHIR R4 in UTF-8. */
export function formatSent(contentType: string | undefined): Format | undefined {
  const sent = mediaTypeOf(contentType ?? '');
  return isUtf8(sent) && !sent.type.includes('*') ? formatOf(sent) : undefined;
}

/** The bare media type of a header, in lower case, without parameters. */
export function bareType(contentType: string | undefined): string {
  return mediaTypeOf(contentType ?? '').type;
}

function formatOf({ type, parameters }: MediaType): Format | undefined {
  const version = parameters.get('fhirversion');
  return version === undefined || /^4\.0(\.\d+)?$/.test(version) ? formats[type] : undefined;
}

function isUtf8({ parameters }: MediaType): boolean {
  return /^utf-?8$/i.test(parameters.get('charset') ?? 'utf-8');
}

/** Each media type of an Accept header, the dearest first; what weighs nothing is left out. */
function weighed(header: string): MediaType[] {
  const weightOf = ({ parameters }: MediaType): number => Number(parameters.get('q') ?? 1);
  return header
    .slice(0, 1000)
    .split(',')
    .map(mediaTypeOf)
    .filter((one) => weightOf(one) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
}

function mediaTypeOf(text: string): MediaType {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameters = rest.map((part) => {
    const [name = '', value = ''] = part.split('=', 2);
    return [name.trim(), value.trim().replace(/^"(.*)"$/, '$1')] as const;
  });
  return { type, parameters: new Map(parameters) };
}

function notAcceptable(asked: string): Refusal {
  const told = asked.slice(0, 60);
  return fhirRefusal(
    'not-acceptable',
    `« ${told} » n’est pas un format de réponse connu ici : application/fhir+json ou application/fhir+xml, FHIR 4.0.`,
    `“${told}” is no form of answer known here: application/fhir+json or application/fhir+xml, FHIR 4.0.`,
    'Accept',
  );
}
