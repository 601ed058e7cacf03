import { randomUUID } from 'node:crypto';
import { type Actor, type Call, PLATFORM, type RecordId } from '#kernel';
import type { Tx } from '#store';
import type { CitizenAccount } from './accounts/accounts.ts';
import type { OperatorAccount } from './accounts/operators.ts';

interface SignInAct {
  readonly action: 'sign-in' | 'rights';
  readonly outcome: 'done' | 'refused';
  readonly code?: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** The part of the trace that sign-in writes to. */
export interface Journal {
  journal(call: Call, record: RecordId, act: SignInAct): Promise<void>;
  /** In the act's own transaction: no line, no change of how somebody signs in. */
  append(tx: Tx, call: Call, record: RecordId, act: SignInAct): Promise<void>;
}

/** A sign-in is traced before it takes effect: a citizen's in their own record, a professional's and an operator's under the platform. */
export interface SignInTrace {
  citizen(account: CitizenAccount, client: string, refused?: string, how?: string): Promise<void>;
  /** A change of how a citizen signs in, or a try at one that was refused. */
  changed(tx: Tx, call: Call, record: RecordId, detail: Readonly<Record<string, string>>): Promise<void>;
  refused(call: Call, record: RecordId, code: string, change: string): Promise<void>;
  /** The person themself, now. */
  callOf(account: CitizenAccount): Call;
  /** `way` says how, where it is not the simulated e-CPS. */
  professional(actor: Actor, refused?: string, way?: string): Promise<void>;
  operator(account: OperatorAccount, client: string, refused?: string): Promise<void>;
  /** A change of what applications may do with a record, in the record's own log. */
  app(actor: Actor, record: RecordId, detail: Readonly<Record<string, string>>): Promise<void>;
}

export function openSignInTrace(journal: Journal | undefined, clock: () => Date): SignInTrace {
  const callOf = (actor: Actor): Call => ({ actor, at: clock(), requestId: randomUUID() });
  return {
    callOf: ({ record, name }) => callOf({ kind: 'citizen', record, name }),
    async changed(tx, call, record, detail) {
      await journal?.append(tx, call, record, { action: 'sign-in', outcome: 'done', detail });
    },
    async refused(call, record, code, change) {
      await journal?.journal(call, record, { action: 'sign-in', outcome: 'refused', code, detail: { change } });
    },
    async citizen({ record, name }, client, refused, how) {
      const outcome = outcomeOf(refused);
      const act = { action: 'sign-in' as const, ...outcome, detail: { client, ...(how === undefined ? {} : { how }) } };
      await journal?.journal(callOf({ kind: 'citizen', record, name }), record, act);
    },
    async professional(actor, refused, way) {
      const client = actor.kind === 'professional' ? actor.software : '';
      const detail = { client, ...(way === undefined ? {} : { way }) };
      await journal?.journal(callOf(actor), PLATFORM, { action: 'sign-in', ...outcomeOf(refused), detail });
    },
    async app(actor, record, detail) {
      await journal?.journal(callOf(actor), record, { action: 'rights', outcome: 'done', detail });
    },
    async operator({ login, name }, client, refused) {
      const act = { action: 'sign-in' as const, ...outcomeOf(refused), detail: { client } };
      await journal?.journal(callOf({ kind: 'operator', id: login, name }), PLATFORM, act);
    },
  };
}

function outcomeOf(refused: string | undefined): { outcome: 'done' } | { outcome: 'refused'; code: string } {
  return refused === undefined ? { outcome: 'done' } : { outcome: 'refused', code: refused };
}
