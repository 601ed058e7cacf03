import { attributeOf, childOf, type XmlElement } from '#xml';
import { parseTimestamp } from '../cda/timestamp.ts';
import type { Fields } from './extraction.ts';

export interface Period extends Fields {
  readonly start?: string;
  readonly end?: string;
}

const withTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?([+-]\d{2,4})$/;

/**
 * A TS as a FHIR dateTime, in the zone it was written in. An hour without a zone is left out, the day kept: FHIR wants a zone with an hour,
 * and none may be made up. Undefined when it is no date.
 */
export function dateTimeOf(value: string | undefined): string | undefined {
  const text = value?.trim();
  const read = text === undefined ? undefined : parseTimestamp(text);
  if (text === undefined || read === undefined) return undefined;
  const parts = withTime.exec(text);
  if (parts === null) return read.day;
  const [, year, month, day, hour, minute, second = '00', zone = ''] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${zoneOf(zone)}`;
}

function zoneOf(zone: string): string {
  const digits = zone.slice(1);
  const hours = digits.length === 3 ? `0${digits.slice(0, 1)}` : digits.slice(0, 2);
  return `${zone.slice(0, 1)}${hours}:${digits.length === 2 ? '00' : digits.slice(-2)}`;
}

/** The moment an element gives in its own `value`, or by its only bound or centre. */
export function momentOf(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  return dateTimeOf(attributeOf(element, 'value')) ?? bound(element, 'center');
}

/** The days between two bounds; an end before the start is left out, for one of the two is wrong. */
export function periodOf(element: XmlElement | undefined): Period | undefined {
  if (element === undefined) return undefined;
  const [start, end] = [bound(element, 'low'), bound(element, 'high')];
  const upside = start !== undefined && end !== undefined && Date.parse(end) < Date.parse(start);
  if (start === undefined && end === undefined) return undefined;
  return { ...(start !== undefined && { start }), ...(end !== undefined && !upside && { end }) };
}

const bound = (element: XmlElement, name: string): string | undefined => {
  const side = childOf(element, name);
  return side && dateTimeOf(attributeOf(side, 'value'));
};

/** `…DateTime` or `…Period` of a choice. */
export function whenOf(name: string, element: XmlElement | undefined): Fields {
  const moment = momentOf(element);
  if (moment !== undefined) return { [`${name}DateTime`]: moment };
  const period = periodOf(element);
  return period === undefined ? {} : { [`${name}Period`]: period };
}
