import { randomUUID } from 'node:crypto';
import { type Actor, type Call, PLATFORM, type RecordId } from '#kernel';
import type { CitizenAccount } from './accounts/accounts.ts';
import type { OperatorAccount } from './accounts/operators.ts';

/** The part of the trace that sign-in writes to. */
export interface Journal {
  journal(
    call: Call,
    record: RecordId,
    act: {
      readonly action: 'sign-in';
      readonly outcome: 'done' | 'refused';
      readonly code?: string;
      readonly detail?: Readonly<Record<string, string>>;
    },
  ): Promise<void>;
}

/** A sign-in is traced before it takes effect: a citizen's in their own record, a professional's and an operator's under the platform. */
export interface SignInTrace {
  citizen(account: CitizenAccount, client: string, refused?: string): Promise<void>;
  /** `way` says how, where it is not the simulated e-CPS. */
  professional(actor: Actor, refused?: string, way?: string): Promise<void>;
  operator(account: OperatorAccount, client: string, refused?: string): Promise<void>;
}

export function openSignInTrace(journal: Journal | undefined, clock: () => Date): SignInTrace {
  const callOf = (actor: Actor): Call => ({ actor, at: clock(), requestId: randomUUID() });
  return {
    async citizen({ record, name }, client, refused) {
      const outcome = outcomeOf(refused);
      const act = { action: 'sign-in' as const, ...outcome, detail: { client } };
      await journal?.journal(callOf({ kind: 'citizen', record, name }), record, act);
    },
    async professional(actor, refused, way) {
      const client = actor.kind === 'professional' ? actor.software : '';
      const detail = { client, ...(way === undefined ? {} : { way }) };
      await journal?.journal(callOf(actor), PLATFORM, { action: 'sign-in', ...outcomeOf(refused), detail });
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
