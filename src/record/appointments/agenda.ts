import type { Fhir, Json } from '#fhir';
import { type Call, itemId, type RecordId, Refusal } from '#kernel';
import type { Rights } from '#rights';
import type { OutboxMessage, Store } from '#store';
import { agendaBetween, enterAgenda, leaveAgenda } from './agenda.sql.ts';
import { instantOf, lineIn, whoAndWhere } from './appointment.ts';

/** One appointment of a professional’s day: who and when. Why is in the record, which has its own door. */
export interface AgendaLine {
  /** The id of the Appointment. */
  readonly id: string;
  readonly record: RecordId;
  readonly at: Date;
  readonly until: Date;
  readonly cancelled: boolean;
}

export interface AgendaDesk {
  readonly store: Pick<Store, 'query'>;
  readonly rights: Pick<Rights, 'decide' | 'recall'>;
}

const most = 200;

/**
 * The appointments of the professional of the call that begin between two instants, the earliest first, 200 at most. Of those who blocked them
 * nothing is said. Follows what is kept within a second or so. That one has an appointment is told in nobody's log.
 */
export async function agendaOf(
  { store, rights }: AgendaDesk,
  call: Call,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly AgendaLine[]> {
  if (call.actor.kind !== 'professional') return [];
  const rows = await store.query<{ record_id: RecordId; n: number; at: Date; until: Date; cancelled: boolean }>(agendaBetween, [
    call.actor.id,
    from,
    to,
    most,
  ]);
  const records = [...new Set(rows.map((row) => row.record_id))];
  await rights.recall(records);
  const known = await Promise.all(records.map(async (record) => ((await mayKnow(rights, call, record)) ? [record] : [])));
  const seen = new Set(known.flat());
  return rows.flatMap(({ record_id: record, n, at, until, cancelled }) =>
    seen.has(record) ? [{ id: itemId(record, Number(n)), record, at, until, cancelled }] : [],
  );
}

async function mayKnow(rights: AgendaDesk['rights'], call: Call, record: RecordId): Promise<boolean> {
  try {
    await rights.decide(call, record, 'identity');
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return false;
    throw error;
  }
}

/**
 * Keeps the agendas in step with the appointments that some messages of the feed of changes name: each is looked at as it is now, so a message
 * may come twice or late. Professionals are those named by their national identifier.
 */
export function followAppointments(
  store: Pick<Store, 'transaction' | 'records'>,
  fhir: Pick<Fhir, 'bodies'>,
): (messages: readonly OutboxMessage[]) => Promise<void> {
  return async (messages) => {
    const named = Map.groupBy(
      messages.flatMap(({ record, payload }) => numbersIn(payload).map((n) => ({ record, n }))),
      ({ record }) => record,
    );
    for (const [record, all] of named) {
      const numbers = [...new Set(all.map(({ n }) => n))];
      await store.transaction(async (tx) => {
        await store.records.lock(tx, record);
        const bodies = await fhir.bodies(tx, record, numbers);
        tx.write(leaveAgenda, [record, numbers]);
        const rows = [...bodies].flatMap(([n, body]) => rowsOf(Number(n), JSON.parse(body) as Json));
        if (rows.length > 0)
          tx.write(enterAgenda, [
            record,
            ...(['n', 'professional', 'at', 'until', 'cancelled'] as const).map((name) => rows.map((row) => row[name])),
          ]);
      });
    }
  };
}

function numbersIn({ changes }: OutboxMessage['payload']): readonly number[] {
  const all = Array.isArray(changes) ? (changes as readonly unknown[][]) : [];
  return all.flatMap(([type, , n]) => (type === 'Appointment' ? [Number(n)] : []));
}

function rowsOf(n: number, resource: Json) {
  const line = lineIn(resource);
  const [at, until] = [instantOf(line?.at), instantOf(line?.until)];
  if (line === undefined || at === undefined || until === undefined) return [];
  const who = new Set(whoAndWhere(resource).practitioners.flatMap(({ professional }) => professional ?? []));
  return [...who].map((professional) => ({ n, professional, at, until, cancelled: line.cancelled }));
}
