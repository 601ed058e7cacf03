import type { Ground } from '#kernel';

export const actions = [
  'deposit',
  'read',
  'list',
  'search',
  'write',
  'export',
  'refusal',
  'rights',
  'share',
  'contest',
  'review',
  'identity',
  'send',
  'receive',
  'remove',
  'sign-in',
  'checkpoint',
] as const;
export type Action = (typeof actions)[number];

/** What was done, or refused, to somebody's record: one line of the trace. Holds no matricule and no health content but a title. */
export interface Act {
  readonly action: Action;
  readonly outcome: 'done' | 'refused';
  /** What it was done to: `{ kind: 'DocumentReference', id, title }`. */
  readonly object?: { readonly kind: string; readonly id: string; readonly title?: string };
  readonly ground?: Ground;
  readonly reason?: string;
  /** The code of the refusal, when refused. */
  readonly code?: string;
  readonly detail?: Readonly<Record<string, string>>;
}
