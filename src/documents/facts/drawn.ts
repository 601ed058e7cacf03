import { isDeepStrictEqual } from 'node:util';
import { type Extraction, type KeptReason, unstructuredModel } from '../extract/index.ts';

/** Grows when the same document would give other facts or other counts: documents of an earlier form are understood anew. */
export const factsForm = 2;

/**
 * What the understanding of a document came to: `drawn`; `nothing` there is no structured body, or it gave no fact; `unreadable` it is no
 * XML that can be read; `too-large` it has more tags than are looked at; `failed` the extraction stopped on it, which is a defect of Socle.
 */
export type FactsState = 'drawn' | 'nothing' | 'unreadable' | 'too-large' | 'failed';

/** A section, or an entry of it, that stays in the narrative. */
export interface KeptWords {
  readonly code: string;
  readonly title: string;
  readonly reason: KeptReason | 'invalid';
  /** XPath. */
  readonly at: string;
}

/** The result as it is kept beside the resources. */
export interface Result {
  /** The OID of the document model of the CI-SIS. */
  readonly model?: string;
  readonly counts: { readonly resources: Readonly<Record<string, number>>; readonly kept: Readonly<Record<string, number>> };
  /** The first of what was kept, in document order; `counts` has them all. */
  readonly kept: readonly KeptWords[];
}

type Resource = Extraction['resources'][number]['resource'];

/** What one document gives, before it has a place in the record. */
export interface Drawn {
  readonly state: FactsState;
  readonly resources: readonly Resource[];
  readonly result: Result;
}

const emptyResult: Result = { counts: { resources: {}, kept: {} }, kept: [] };

/** What a file wrapped in a CDA comes to. */
const ofWrapped: Result = {
  model: unstructuredModel,
  counts: { resources: {}, kept: { 'not-structured': 1 } },
  kept: [{ code: '', title: '', reason: 'not-structured', at: '/ClinicalDocument' }],
};

/**
 * What most documents come to, a file or one wrapped in a CDA, is not kept: which of the two stands beside their words. Undefined for a document
 * of which there is more to say.
 */
export function impliedBy({ state, result }: Drawn): 'file' | 'wrapped' | undefined {
  if (state !== 'nothing') return undefined;
  if (isDeepStrictEqual(result, emptyResult)) return 'file';
  return isDeepStrictEqual(result, ofWrapped) ? 'wrapped' : undefined;
}

export const impliedResult = (wrapped: boolean): Result => (wrapped ? ofWrapped : emptyResult);

export const drewNothing = (state: FactsState): Drawn => ({ state, resources: [], result: emptyResult });
