import type { Parameter } from '../parameters/parameter.ts';

/** The first of these that a type has, as a date, is the date by which its resources are newest: when it was done, else when it was said. */
const names = [
  'authoredon',
  'date',
  'effective',
  'effective-time',
  'whenhandedover',
  'authored',
  'authored-on',
  'recorded-date',
  'recorded',
  'started',
  'sent',
  'created',
  'collected',
  'identified',
  'datetime',
  'datewritten',
  'start-date',
  'timestamp',
  'issued',
];

/** Undefined for types without one: a Patient, an Organization. */
export function principalDate(parameters: ReadonlyMap<string, Parameter>): Parameter | undefined {
  return names.map((name) => parameters.get(name)).find((parameter) => parameter?.type === 'date');
}
