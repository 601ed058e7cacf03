import { type Call, type ItemId, PLATFORM, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from '../desk.ts';
import { type KeptRow, titleOf } from '../entry.ts';
import { tracedUnder, withPermit } from '../read.ts';
import { type FactsState, impliedResult, type Result } from './drawn.ts';
import { resultShown, standingFacts } from './facts.sql.ts';

/** What was drawn from one document. */
export interface ShownFacts {
  readonly id: ItemId;
  /** `waiting`: the document was not looked into yet. */
  readonly state: FactsState | 'waiting';
  /** False for a document that is no longer in force: what it gave has ended, and there are no resources. */
  readonly stands: boolean;
  readonly drawnAt?: Date;
  readonly result?: Result;
  /** The resources as JSON texts, 5,200 at most: in document order, with their Provenance. */
  readonly resources: readonly string[];
}

interface Row extends KeptRow {
  readonly stands: boolean;
  readonly state: FactsState | null;
  readonly drawn_at: Date | null;
  readonly result: Result | string | null;
  /** When its words were read, after its facts. */
  readonly looked_at: Date | null;
  readonly wrapped: boolean;
}

/** The extraction stops at 5,000 facts; each section has a Provenance more. */
const most = 5200;

/**
 * What was drawn from a document, with a Permit asked for this call, traced as a read of the document before anything is given. Refuses
 * `id.unknown` (also when it exists but may not be seen) and what `rights.decide` refuses; refusals are traced.
 */
export async function showFacts(desk: Desk, call: Call, id: string): Promise<ShownFacts> {
  const { record, n } = parseItemId(id);
  const found = await withPermit(desk, call, record, 'item', (permit) => look(desk, permit, id as ItemId, n));
  if (found === undefined) {
    const under: RecordId = await tracedUnder(desk, record).catch(() => PLATFORM);
    await desk.trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: 'id.unknown' });
    throw unknownId();
  }
  const { shown, title, permit } = found;
  await desk.trace.journal(call, record, {
    action: 'read',
    outcome: 'done',
    object: { kind: 'DocumentReference', id, title },
    ...(permit.ground === undefined ? {} : { ground: permit.ground }),
    detail: { part: 'facts' },
  });
  return shown;
}

function cameTo({ state, drawn_at: drawnAt, result, wrapped, looked_at }: Row): Pick<ShownFacts, 'state' | 'drawnAt' | 'result'> {
  if (state !== null && drawnAt !== null && result !== null)
    return { state, drawnAt, result: typeof result === 'string' ? JSON.parse(result) : result };
  return looked_at === null ? { state: 'waiting' } : { state: 'nothing', drawnAt: looked_at, result: impliedResult(wrapped) };
}

async function look(desk: Desk, permit: Permit, id: ItemId, n: number) {
  const { record } = permit;
  const { text, values } = permit.predicate(3);
  const [row] = await desk.store.query<Row>(resultShown(text), [record, n, ...values]);
  if (row === undefined) return undefined;
  const facts = await desk.store.query<{ fact_n: number }>(standingFacts, [record, n]);
  const numbers = facts.map(({ fact_n }) => fact_n);
  const resources = await desk.fhir.shownPlaced(permit, numbers, most);
  const shown: ShownFacts = {
    id,
    stands: row.stands,
    ...cameTo(row),
    resources,
  };
  return { shown, title: titleOf(row), permit };
}
