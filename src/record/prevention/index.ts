import type { Call, RecordId } from '#kernel';
import { refusing } from '../refusing.ts';
import type { PreventionLine } from './prevention.ts';
import { readPrevention } from './read.ts';
import { type PreventionWord, type TellDesk, tellPrevention, untellPrevention } from './tell.ts';

export type { PreventionLine } from './prevention.ts';

/** Vaccines, screenings and examinations by age: what is due to somebody, and what they say about it. */
export interface PreventionViews {
  /** See `read.ts`. */
  of(call: Call, record: RecordId): Promise<readonly PreventionLine[]>;
  /** See `tell.ts`. */
  tell(call: Call, record: RecordId, id: string, word: PreventionWord): Promise<string>;
  untell(call: Call, record: RecordId, resource: string): Promise<void>;
}

export function openPrevention(desk: TellDesk): PreventionViews {
  return {
    of: (call, record) => refusing(desk, call, record, () => readPrevention(desk, call, record)),
    tell: (call, record, id, word) => tellPrevention(desk, call, record, id, word),
    untell: (call, record, resource) => untellPrevention(desk, call, record, resource),
  };
}
