import { setTimeout as sleep } from 'node:timers/promises';
import { PLATFORM, type RecordId } from '#kernel';
import { factsForm } from '../facts/index.ts';
import { textForm } from '../text/index.ts';
import { entriesBehind } from './afterwards.sql.ts';
import { type AfterwardsDesk, isOutage } from './understand.ts';

/** Looked at, and understood, in one job. */
const batch = { looked: 1000, understood: 20 } as const;

const mark = 'documents.understood';
const forms = `${factsForm}.${textForm}`;

interface Row {
  readonly record_id: RecordId;
  readonly n: number;
  readonly understood: boolean;
}

/** Whether documents may still have to be understood in today's forms. */
export async function isBehind({ store }: Pick<AfterwardsDesk, 'store'>): Promise<boolean> {
  return (await store.marked(mark)) !== `${forms} done`;
}

/**
 * Understands documents that were deposited before this Socle could, or whose form is of an earlier one: some of them, in the order of their
 * keys. Where it came to is kept, so that it goes on from there after a stop. Gives whether more may be left. New documents do not wait
 * for it: each has a job of its own.
 */
export async function catchUp(
  { store }: Pick<AfterwardsDesk, 'store'>,
  understood: (record: RecordId, n: number) => Promise<void>,
): Promise<boolean> {
  const { record, n } = placeIn(await store.marked(mark));
  const rows = await store.query<Row>(entriesBehind, [record, n, factsForm, textForm, batch.looked]);
  let place: Row | undefined;
  let count = 0;
  for (const row of rows) {
    if (!row.understood && count++ === batch.understood) break;
    if (!row.understood) await atEase(() => understood(row.record_id, row.n).catch(passedOver));
    place = row;
  }
  const over = rows.length < batch.looked && place === rows.at(-1);
  await store.mark(mark, over || place === undefined ? `${forms} done` : `${forms} ${place.record_id} ${place.n}`);
  return !over && place !== undefined;
}

/** As long as something took, as long others have the thread: there may be years of documents. */
async function atEase(work: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await work();
  await sleep(Math.min(performance.now() - from, longestPause));
}
const longestPause = 1000;

/** One document that cannot be understood does not keep those behind it from being so. */
function passedOver(error: unknown): void {
  if (isOutage(error)) throw error;
}

/** From the beginning when the mark is of other forms. */
function placeIn(marked: string | undefined): { readonly record: string; readonly n: number } {
  const [of, record = '', n = ''] = (marked ?? '').split(' ');
  return of === forms && /^\d+$/.test(n) ? { record, n: Number(n) } : { record: PLATFORM, n: -1 };
}
