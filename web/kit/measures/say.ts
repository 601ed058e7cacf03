import { show } from '../dates.ts';
import { number } from '../results/say.ts';
import type { MeasurePoint } from './shapes.ts';

/** `72,5 kg`, `120/80 mmHg`. */
export function measured({ value, lower, comparator }: MeasurePoint, printed: string): string {
  const figure = lower === undefined ? number(value) : `${number(value)}/${number(lower)}`;
  return [comparator, figure, printed].filter(Boolean).join(' ');
}

/** A day, with the hour where one was told. */
export const moment = (at: string): string => show(at, at.includes('T') ? 'moment' : 'day');

/** How the last measure differs from the one before: by how much, where each is one number. */
export interface Difference {
  readonly before: MeasurePoint;
  readonly change: 'more' | 'less' | 'same' | 'other';
  readonly by: number;
}

/** In: the points of one course, oldest first. Undefined for a first one. */
export function differenceIn(points: readonly MeasurePoint[]): Difference | undefined {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  const by = Number(Math.abs(last.value - before.value).toPrecision(6));
  const isSame = last.value === before.value && last.lower === before.lower;
  if (before.comparator !== undefined || last.comparator !== undefined) return { before, change: 'other', by };
  if (isSame) return { before, change: 'same', by };
  if (before.lower !== undefined || last.lower !== undefined) return { before, change: 'other', by };
  return { before, change: last.value > before.value ? 'more' : 'less', by };
}
