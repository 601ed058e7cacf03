import { xpathOf } from '#xml';
import { fromClinicalDocument } from '../../cda/index.ts';
import type { Finding } from '../verdict.ts';
import type { Place } from './places.ts';

/** So many places of one rule are told: the next ones are the same mistake. Each costs a look at all its siblings. */
export const mostOfOne = 20;

/** A finding with its place: line, and path from the ClinicalDocument also where that lies inside a stylesheet. */
export function findingAt(place: Place, finding: Omit<Finding, 'line' | 'xpath'>): Finding {
  const { line } = place.kind === 'attribute' ? place.parent : place;
  return { ...finding, line, xpath: fromClinicalDocument(xpathOf(place)) };
}
