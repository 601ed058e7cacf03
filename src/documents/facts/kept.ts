import { isObject, type Json, objects, text } from '#fhir';
import type { Permit } from '#rights';
import type { Desk } from '../desk.ts';
import { factsForm, type Result } from './drawn.ts';
import { resultShown, standingFacts } from './facts.sql.ts';

/** What one section of a document gave. */
export interface SectionFacts {
  readonly title: string;
  readonly resources: readonly Json[];
}

interface Row {
  readonly stands: boolean;
  readonly form: number | null;
  readonly result: Result | string | null;
  readonly facts_form: number | null;
}

/** More than are shown of a document: it is then drawn from its bytes, which counts them. */
const most = 2000;

/**
 * The facts kept of document `n`, section by section in document order, seen under the Permit of the document itself. Undefined where they are not all that
 * the document says: it was not looked into yet or in an earlier form, is out of force, holds what is no valid FHIR, or the rights changed
 * meanwhile. Whoever shows the document draws them from its bytes then. Traces nothing: it is part of a read that was traced.
 */
export async function keptFacts(desk: Desk, permit: Permit, n: number): Promise<readonly SectionFacts[] | undefined> {
  const { text: predicate, values } = permit.predicate(3);
  const [[row], facts] = await Promise.all([
    desk.store.query<Row>(resultShown(predicate), [permit.record, n, ...values]),
    desk.store.query<{ fact_n: number }>(standingFacts, [permit.record, n]),
  ]);
  if (row === undefined || !row.stands) return undefined;
  if (row.result === null) return row.facts_form === factsForm ? [] : undefined;
  const { counts }: Result = typeof row.result === 'string' ? JSON.parse(row.result) : row.result;
  const expected = Object.values(counts.resources).reduce((sum, count) => sum + count, 0);
  if (row.form !== factsForm || counts.kept.invalid !== undefined || facts.length !== expected || expected > most)
    return undefined;
  const numbers = facts.map(({ fact_n }) => fact_n);
  const texts = numbers.length === 0 ? [] : await desk.fhir.shownPlaced(permit, numbers, most);
  return texts.length === expected ? bySection(texts.map((one) => JSON.parse(one) as Json)) : undefined;
}

/** Each Provenance tells one section, and what came from it. */
function bySection(resources: readonly Json[]): readonly SectionFacts[] {
  const byReference = new Map(resources.map((one) => [`${text(one.resourceType)}/${text(one.id)}`, one]));
  return resources.flatMap((provenance) => {
    if (provenance.resourceType !== 'Provenance') return [];
    const targets = objects(provenance.target).map(({ reference }) => byReference.get(text(reference) ?? ''));
    return [{ title: titleOf(provenance), resources: targets.filter((one) => one !== undefined) }];
  });
}

function titleOf({ entity }: Json): string {
  const [section] = objects(objects(entity)[0]?.extension);
  const concept = section?.valueCodeableConcept;
  return (isObject(concept) ? text(concept.text) : undefined) ?? '';
}
