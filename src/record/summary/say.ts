import { isObject, type Json, objects, text } from '#fhir';

/** Words for what coded data say; what is written here is read by people, in French, without a table of codes. */

export function conceptWords(concept: unknown): string | undefined {
  if (!isObject(concept)) return undefined;
  const [coding] = objects(concept.coding);
  return text(concept.text) ?? (coding && (text(coding.display) ?? text(coding.code)));
}

/** One notion, however often it is told: its first code, else its words. */
export function conceptKey(concept: unknown): string {
  if (!isObject(concept)) return '';
  const [coding] = objects(concept.coding);
  const code = coding && text(coding.code);
  return code === undefined ? (conceptWords(concept) ?? '').toLowerCase() : `${text(coding?.system) ?? ''}|${code}`;
}

const codeOf = (concept: unknown): string | undefined =>
  isObject(concept) ? objects(concept.coding).map(({ code }) => text(code))[0] : undefined;

/** The code of a status that is coded: `active`, `refuted` … */
export const statusIn = (resource: Json, name: string): string => codeOf(resource[name]) ?? '';

/** `2026-03-12T…` as `12/03/2026`, a month as `03/2026`, a year as it is. */
export function dayWords(date: unknown): string | undefined {
  return typeof date === 'string' ? date.slice(0, 10).split('-').reverse().join('/') : undefined;
}

export function quantityWords(quantity: unknown): string | undefined {
  if (!isObject(quantity) || typeof quantity.value !== 'number') return undefined;
  const unit = (text(quantity.unit) ?? text(quantity.code) ?? '')
    .replace(/^u(?=[a-zA-Z])/, 'µ')
    .replace(/10\*(\d+)/, (_, digits: string) => `10${raised(digits)}`);
  return `${text(quantity.comparator) ?? ''}${String(quantity.value).replace('.', ',')} ${unit}`.trim();
}

const raised = (digits: string): string => digits.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);

/** v3 ObservationInterpretation, as far as it puts a result beside its band. */
const places: Readonly<Record<string, string>> = {
  H: 'au-dessus',
  HH: 'très au-dessus',
  HU: 'très au-dessus',
  L: 'au-dessous',
  LL: 'très au-dessous',
  LU: 'très au-dessous',
  A: 'hors des valeurs usuelles',
  AA: 'très hors des valeurs usuelles',
};

/** Where a result stands, as its laboratory said it. */
export function interpretationWords({ interpretation }: Json): string | undefined {
  const codes = objects(interpretation).flatMap(({ coding }) => objects(coding).map(({ code }) => text(code) ?? ''));
  return codes.map((code) => places[code]).find((words) => words !== undefined);
}

/** What an Observation, or a component of one, says; undefined when it only holds others. */
export function valueWords(one: Json): string | undefined {
  return (
    quantityWords(one.valueQuantity) ??
    conceptWords(one.valueCodeableConcept) ??
    text(one.valueString) ??
    (typeof one.valueBoolean === 'boolean' ? (one.valueBoolean ? 'oui' : 'non') : undefined) ??
    (typeof one.valueInteger === 'number' ? String(one.valueInteger) : undefined) ??
    rangeWords(one.valueRange)
  );
}

/** What an Observation says, or what its components say one after the other. */
export function componentWords(one: Json): string | undefined {
  const whole = valueWords(one);
  if (whole !== undefined) return whole;
  const parts = objects(one.component).flatMap((part) => valueWords(part) ?? []);
  return parts.length === 0 ? undefined : parts.join(' / ');
}

/** The band that applied to this very result. */
export function bandWords(one: Json): string | undefined {
  const [range] = objects(one.referenceRange);
  return range && (text(range.text) ?? rangeWords(range));
}

function rangeWords(range: unknown): string | undefined {
  if (!isObject(range)) return undefined;
  const [low, high] = [quantityWords(range.low), quantityWords(range.high)];
  if (low !== undefined && high !== undefined) return `${low} à ${high}`;
  return low === undefined ? high && `jusqu’à ${high}` : `à partir de ${low}`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
