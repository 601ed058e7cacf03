import { attributeOf, childOf, type XmlElement } from '#xml';
import { absentReason } from './coded.ts';
import type { Fields } from './extraction.ts';
import { systemOf } from './systems.ts';
import { ucumOf } from './ucum.ts';

const ucum = 'http://unitsofmeasure.org';
const edqm = '0.4.0.127.0.16.1.1.2.1';
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A number as it is written in XML; a comma is read too. Undefined when it is none. */
export function numberOf(text: string | undefined): number | undefined {
  const plain = text?.trim().replace(',', '.');
  if (plain === undefined || !decimal.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A PQ, INT or REAL as a Quantity; undefined when it has no number. A unit that is a code of a pharmaceutical form (eight digits, EDQM) goes
 * to that system, one that is no UCUM keeps its text alone. Trailing zeroes are not kept: JSON has none.
 */
export function quantityOf(element: XmlElement | undefined, comparator?: string): Fields | undefined {
  if (element === undefined) return undefined;
  const value = numberOf(attributeOf(element, 'value'));
  if (value === undefined) return undefined;
  const compared = comparator !== undefined && { comparator };
  const unit = attributeOf(element, 'unit')?.trim();
  if (unit === undefined || unit === '') return { value, ...compared, system: ucum, code: '1' };
  if (/^\d{8}$/.test(unit)) return { value, ...compared, system: systemOf(edqm), code: unit };
  const code = ucumOf(unit);
  return { value, ...compared, unit, ...(code !== undefined && { system: ucum, code }) };
}

/** Low and high of an interval as a Range; undefined without either. A low above its high is left out, whatever the reason. */
export function rangeOf(element: XmlElement | undefined): Fields | undefined {
  if (element === undefined) return undefined;
  const [low, high] = [quantityOf(childOf(element, 'low')), quantityOf(childOf(element, 'high'))];
  if (low === undefined && high === undefined) return undefined;
  if (low !== undefined && high !== undefined && Number(low.value) > Number(high.value)) return undefined;
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}

/**
 * An interval that has one bound only as a Quantity with its comparator: this is how a laboratory says «below the limit of detection».
 * Undefined for an interval of two bounds.
 */
export function boundOf(element: XmlElement): Fields | undefined {
  const [low, high] = [childOf(element, 'low'), childOf(element, 'high')];
  const [from, to] = [valued(low), valued(high)];
  if (from !== undefined && to === undefined) return quantityOf(from, inclusive(from) ? '>=' : '>');
  if (to !== undefined && from === undefined) return quantityOf(to, inclusive(to) ? '<=' : '<');
  return undefined;
}

const valued = (side: XmlElement | undefined) =>
  side !== undefined && absentReason(side) === undefined && attributeOf(side, 'value') !== undefined ? side : undefined;

/** HL7 v3, IVXB: a bound belongs to its interval unless told. */
const inclusive = (side: XmlElement) => attributeOf(side, 'inclusive') !== 'false';

/** numerator / denominator as a Ratio, whatever their namespace: in what IHE Pharmacy adds, it is not that of the ratio. */
export function ratioOf(element: XmlElement | undefined): Fields | undefined {
  if (element === undefined) return undefined;
  const part = (name: string) =>
    element.children.find((child) => child.kind === 'element' && child.name === name) as XmlElement | undefined;
  const [numerator, denominator] = [quantityOf(part('numerator')), quantityOf(part('denominator'))];
  return numerator === undefined || denominator === undefined ? undefined : { numerator, denominator };
}
