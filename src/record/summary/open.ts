import type { Fhir, Json } from '#fhir';
import type { Ins } from '#ins';
import { type Call, type RecordId, unknownId } from '#kernel';
import { type Rights, throughLink } from '#rights';
import type { Trace } from '#trace';
import { withLinked } from '../linked.ts';
import { lookedAt } from '../lookedAt.ts';
import { personOf } from './person.ts';
import { readSections, summaryOf } from './summary.ts';

export interface SummaryDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed' | 'linkedTo'>;
  readonly trace: Pick<Trace, 'positions' | 'journal'>;
  readonly fhir: Pick<Fhir, 'matching'>;
  readonly ins: Pick<Ins, 'byRecord'>;
}

export interface SummaryViews {
  /**
   * The International Patient Summary of a record now, with what is in those that it goes on for; see `summary.ts`. Told as an export in each, to
   * the person too. Refuses what `rights.decide` refuses, traced, and `id.unknown`.
   */
  ips(call: Call, record: RecordId): Promise<Json>;
}

export function openSummary(desk: SummaryDesk): SummaryViews {
  return { ips: (call, record) => ips(desk, call, record) };
}

async function ips(desk: SummaryDesk, call: Call, record: RecordId): Promise<Json> {
  const parts = await withLinked(desk, call, record, async (one, isLinked) => {
    const { found, permit } = await lookedAt(desk, call, one, async (permit) => {
      const identity = await desk.ins.byRecord(one);
      if (identity === undefined) throw unknownId();
      return { identity, sections: await readSections(desk.fhir, permit) };
    });
    const { ground } = permit;
    await desk.trace.journal(call, one, {
      action: 'export',
      outcome: 'done',
      detail: { what: 'summary', ...(isLinked ? throughLink : {}) },
      ...(ground === undefined ? {} : { ground }),
    });
    return found;
  });
  const [{ identity }, ...linked] = parts;
  const person = personOf(identity, ...linked.map((part) => part.identity));
  return summaryOf(
    parts.map(({ sections }) => sections),
    person,
    call.at,
  );
}
