import type { Refusal, Sentence } from '#kernel';
import type { Metadata } from './metadata.ts';

/** The stages of a check, in their order. */
export const stages = ['form', 'header', 'metadata', 'lists', 'schema', 'rules'] as const;
export type Stage = (typeof stages)[number];

export type Severity = 'error' | 'warning' | 'information';

/** One thing that a check found. Its sentences repeat nothing of the document; those of schemas and schematrons may. */
export interface Finding {
  readonly stage: Stage;
  /** Stable: `patient.birth-name`, `lists.document-type`; the code of the refusal in the stage `form`; a schematron's own id. */
  readonly rule: string;
  readonly severity: Severity;
  readonly fr: string;
  readonly en: string;
  /** From 1, in the document. */
  readonly line?: number;
  /** By local names: `/ClinicalDocument/recordTarget[1]/patientRole[1]`, `…/@root`. */
  readonly xpath?: string;
}

export interface StageVerdict {
  readonly stage: Stage;
  /** `failed` with at least one error; warnings alone pass. `not-run` says why: the stage then says nothing of the document. */
  readonly outcome: 'passed' | 'failed' | 'not-run';
  readonly why?: Sentence;
  /** A limit was reached: to be tried again later. */
  readonly refusal?: Refusal;
  readonly findings: readonly Finding[];
}

/** What a check of one document comes to. */
export interface Verdict {
  /** `failed` as soon as one stage is. A stage that did not run does not fail. */
  readonly outcome: 'passed' | 'failed';
  /** All six, in their order. */
  readonly stages: readonly StageVerdict[];
  /** What the header says of the document, when it can be read. */
  readonly metadata?: Metadata;
}

/** The findings of all stages, in their order. */
export function findingsOf({ stages: all }: Pick<Verdict, 'stages'>): readonly Finding[] {
  return all.flatMap(({ findings }) => findings);
}

export function ranStage(stage: Stage, findings: readonly Finding[]): StageVerdict {
  return { stage, outcome: findings.some(({ severity }) => severity === 'error') ? 'failed' : 'passed', findings };
}

export function notRun(stage: Stage, fr: string, en: string): StageVerdict {
  return { stage, outcome: 'not-run', why: { fr, en }, findings: [] };
}
