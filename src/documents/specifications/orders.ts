import type { RuledDocument, RuleFinding } from './specifications.ts';

/** What a worker is started with: the loaded packages as `bundleOf` packs them, the last loaded at the end. */
export interface Stock {
  readonly packages: readonly Uint8Array[];
}

/** What a worker is asked to do. */
export interface Order {
  readonly id: number;
  readonly kind: keyof Results;
  readonly bytes: Uint8Array;
}

export interface Results {
  readonly schema: readonly RuleFinding[] | undefined;
  readonly rules: RuledDocument | undefined;
  readonly examine: Examination;
}

/** What of the loaded packages can be used. */
export interface Examination {
  /** Entry schemas and schematrons that are ready. */
  readonly compiled: number;
  readonly faults: readonly FileFault[];
}

/** A file that could not be compiled, or that a compiled one names and that is not there. */
export interface FileFault {
  /** In its package. */
  readonly path: string;
  readonly code: string;
  readonly fr: string;
  readonly en: string;
}

/** `begun` comes first, then around each compilation `compiling` and `begun` again: what is read for the first time has its own time. */
export type Answer =
  | { readonly id: number; readonly state: 'compiling' }
  | { readonly id: number; readonly state: 'begun' }
  | { readonly id: number; readonly state: 'done'; readonly result: Results[keyof Results] }
  | { readonly id: number; readonly state: 'refused'; readonly refusal: Refused }
  /** A defect: what was thrown could hold words of the document, only its kind leaves the process. */
  | { readonly id: number; readonly state: 'broken'; readonly kind: string };

export interface Refused {
  readonly code: string;
  readonly fr: string;
  readonly en: string;
  readonly at?: string;
}
