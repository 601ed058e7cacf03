import type { Fhir, Json } from '#fhir';
import type { Ins } from '#ins';
import { type Call, type RecordId, unknownId } from '#kernel';
import type { Rights } from '#rights';
import type { Trace } from '#trace';
import { lookedAt } from '../lookedAt.ts';
import { refusing } from '../refusing.ts';
import { personOf } from './person.ts';
import { summaryBundle } from './summary.ts';

export interface SummaryDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: Pick<Trace, 'positions' | 'journal'>;
  readonly fhir: Pick<Fhir, 'matching'>;
  readonly ins: Pick<Ins, 'byRecord'>;
}

export interface SummaryViews {
  /**
   * The International Patient Summary of a record now; see `summary.ts`. Told as an export, to the person too. Refuses what `rights.decide`
   * refuses, traced, and `id.unknown`.
   */
  ips(call: Call, record: RecordId): Promise<Json>;
}

export function openSummary(desk: SummaryDesk): SummaryViews {
  return { ips: (call, record) => refusing(desk, call, record, () => ips(desk, call, record)) };
}

async function ips(desk: SummaryDesk, call: Call, record: RecordId): Promise<Json> {
  const { found, permit } = await lookedAt(desk, call, record, async (permit) => {
    const identity = await desk.ins.byRecord(record);
    if (identity === undefined) throw unknownId();
    return summaryBundle(desk.fhir, permit, personOf(identity), call.at);
  });
  const { ground } = permit;
  await desk.trace.journal(call, record, {
    action: 'export',
    outcome: 'done',
    detail: { what: 'summary' },
    ...(ground === undefined ? {} : { ground }),
  });
  return found;
}
