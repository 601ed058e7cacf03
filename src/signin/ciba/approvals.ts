import type { Keys, Sql, Store } from '#store';
import { demandGone, tooManyDemands } from '../refusals.ts';
import {
  approvalById,
  decideApproval,
  pollApproval,
  putApproval,
  removeApproval,
  sweepApprovals,
  waitingApprovals,
} from './approvals.sql.ts';

/** What a professional is asked to approve on their telephone. */
export interface Demand {
  /** `ciba`: a software asks by itself. `page`: a page of sign-in waits for it. */
  readonly kind: 'ciba' | 'page';
  /** The `auth_req_id`, or the uid of the interaction: known to who asked, and kept sealed. */
  readonly request: string;
  readonly client: string;
  /** The name of the software, as people read it; absent for a space of Socle. */
  readonly software?: string;
  /** The two digits that both screens show. */
  readonly code: string;
}

export interface WaitingDemand extends Demand {
  /** Names the demand on the telephone; says nothing of the request. */
  readonly id: string;
  readonly since: Date;
  readonly until: Date;
}

/** `situation` is where they act; absent when they refused. */
export type Decision = 'waiting' | 'gone' | { readonly situation?: string };

/** The demands of an e-CPS, shared by all servers of the database. */
export interface Approvals {
  /** A second demand of the same request takes the place of the first. Refuses `signin.too-many-demands` beyond ten that wait. */
  ask(professional: string, demand: Demand, seconds: number): Promise<void>;
  /** Those that wait, the oldest first; at most ten. */
  waiting(professional: string): Promise<WaitingDemand[]>;
  /** Once and for all. Without `situation` it is refused. Refuses `signin.demand-gone` when another decided or time has run out. */
  decide(professional: string, id: string, situation?: string): Promise<WaitingDemand>;
  decisionOn(professional: string, request: string): Promise<Decision>;
  withdraw(request: string): Promise<void>;
  /** Whether somebody who asks for the outcome asks too soon; the pause grows by five seconds each time they do. */
  hurried(request: string): Promise<boolean>;
  sweep(): Promise<void>;
}

/** Seconds between two questions about the same demand. Source: CIBA §7.3, `interval`. */
export const pollSeconds = 5;
/** Source: CIBA §11, `slow_down`. */
const longerBySeconds = 5;
/** More would bury the one that the professional made themself. */
const mostWaiting = 10;

interface Row {
  readonly id: Buffer;
  readonly sealed: Buffer;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const purpose = 'signin/approval';

export function openApprovals(store: Sql & Pick<Store, 'keys'>, clock: () => Date): Approvals {
  const { keys } = store;
  const keyOf = (request: string): Buffer => keys.mac(purpose, Buffer.from(request));
  return {
    async ask(professional, demand, seconds) {
      const at = clock();
      const until = new Date(at.getTime() + seconds * 1000);
      const sealed = keys.seal(purpose, Buffer.from(JSON.stringify(demand)));
      const values = [keyOf(demand.request), professional, sealed, at, until, pollSeconds, mostWaiting];
      if ((await store.query(putApproval, values)).length === 0) throw tooManyDemands();
    },
    async waiting(professional) {
      const rows = await store.query<Row>(waitingApprovals, [professional, clock(), mostWaiting]);
      return rows.map((row) => demandOf(keys, row));
    },
    async decide(professional, id, situation) {
      if (!/^[0-9a-f]{64}$/.test(id)) throw demandGone();
      const key = Buffer.from(id, 'hex');
      const [row] = await store.query<Omit<Row, 'id'>>(decideApproval, [key, professional, clock(), situation ?? null]);
      if (row === undefined) throw demandGone();
      return demandOf(keys, { ...row, id: key });
    },
    async decisionOn(professional, request) {
      const values = [keyOf(request), professional, clock()];
      const [row] = await store.query<{ decided_at: Date | null; situation: string | null }>(approvalById, values);
      if (row === undefined) return 'gone';
      if (row.decided_at === null) return 'waiting';
      return row.situation === null ? {} : { situation: row.situation };
    },
    async withdraw(request) {
      await store.query(removeApproval, [keyOf(request)]);
    },
    async hurried(request) {
      const [row] = await store.query<{ early: boolean }>(pollApproval, [keyOf(request), clock(), longerBySeconds]);
      return row?.early === true;
    },
    async sweep() {
      await store.query(sweepApprovals, [clock()]);
    },
  };
}

function demandOf(keys: Keys, { id, sealed, created_at, expires_at }: Row): WaitingDemand {
  const demand = JSON.parse(keys.unseal(purpose, sealed).toString('utf8')) as Demand;
  return { ...demand, id: id.toString('hex'), since: created_at, until: expires_at };
}
