import type { Call, RecordId } from '#kernel';
import { type BatchOutcome, verifyBatch, verifyOldest } from './batch.ts';
import { correct } from './correct.ts';
import type { Desk } from './desk.ts';
import type { SeenTraits } from './differences.ts';
import type { Evidence } from './evidence.ts';
import { type IdentityHistory, identityHistory } from './history.ts';
import type { Identity } from './identity.ts';
import { mark } from './mark.ts';
import { operatorOf, reasonWritten } from './operator.ts';
import { type ReceivedOutcome, receivedEarly, receivedOther } from './received.ts';
import type { Traits } from './traits.ts';
import { type Verification, verify } from './verify.ts';
import {
  closeWork,
  countWork,
  listWork,
  openWork,
  type Work,
  type WorkItem,
  type WorkKind,
  type WorkPage,
  workOf,
} from './work/index.ts';

/** Watching over identities: attributes, verification by INSi, history, the work list. Each function says more where it stands. */
export interface Vigilance {
  /**
   * The identity carries exactly these attributes from now on. `douteux` and `fictif` bring it to PROV and hide its matricule; lifting them
   * takes a document that proves, and asks INSi again with `evidence.insi`. `why`: 10 to 500 characters, which the person reads. Refuses
   * `ins.operator-only`, `ins.why-needed`, `ins.unknown-attribute`, `ins.nothing-changed`, `ins.new-check-needed`, `ins.not-found`,
   * `ins.changed-meanwhile`, `ins.exists`.
   */
  mark(call: Call, record: RecordId, attributes: unknown, evidence: Evidence, why: unknown): Promise<Identity>;
  /** As {@link Ins.correct}, by the operator who says why. Refuses `ins.operator-only` and `ins.why-needed` besides. */
  correct(call: Call, record: RecordId, traits: Traits, evidence: Evidence, why: unknown): Promise<Identity>;
  /** Asks INSi about one identity and follows its answer, see `verify.ts`. */
  verify(call: Call, record: RecordId): Promise<Verification>;
  /** The same of up to 500 in one question, see `batch.ts`. */
  verifyBatch(call: Call, records: readonly RecordId[]): Promise<BatchOutcome>;
  /** Of those whom INSi confirmed longest ago, before `since`; at most `limit`, never over 500. */
  verifyOldest(call: Call, since: Date, limit?: number): Promise<BatchOutcome>;
  history(call: Call, record: RecordId): Promise<IdentityHistory>;
  /** Something came from outside with other traits than ours, or for an identity that is not qualified; see `received.ts`. */
  receivedOther(call: Call, known: Identity, came: SeenTraits): Promise<ReceivedOutcome>;
  receivedEarly(call: Call, oid: string, matricule: string): Promise<void>;
  openWork(work: Work, at: Date): Promise<void>;
  listWork(
    call: Call,
    asked: { readonly kind?: WorkKind; readonly closed?: boolean; readonly after?: string },
  ): Promise<WorkPage>;
  countWork(call: Call): Promise<Readonly<Record<WorkKind, number>>>;
  workOf(record: RecordId): Promise<readonly WorkItem[]>;
  closeWork(call: Call, id: string, state: 'done' | 'dismissed', note: unknown): Promise<WorkItem>;
}

export function openVigilance(desk: Desk): Vigilance {
  const { store } = desk;
  return {
    mark: (call, record, attributes, evidence, why) => mark(desk, call, record, attributes, evidence, why),
    correct: async (call, record, traits, evidence, why) => {
      operatorOf(call);
      return correct(desk, { ...call, reason: reasonWritten(why) }, record, traits, evidence);
    },
    verify: (call, record) => verify(desk, call, record),
    verifyBatch: (call, records) => verifyBatch(desk, call, records),
    verifyOldest: (call, since, limit) => verifyOldest(desk, call, since, limit),
    history: (call, record) => identityHistory(desk, call, record),
    receivedOther: (call, known, came) => receivedOther(desk, call, known, came),
    receivedEarly: (call, oid, matricule) => receivedEarly(desk, call, oid, matricule),
    openWork: (work, at) => openWork(store, work, at),
    listWork: (call, asked) => listWork(store, call, asked),
    countWork: (call) => countWork(store, call),
    workOf: (record) => workOf(store, record),
    closeWork: (call, id, state, note) => closeWork(desk, call, id, state, note),
  };
}
