import { type Call, isThemself, ownRecord, type RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { FhirDesk } from './desk.ts';
import { tracedUnder } from './permit.ts';

/** The line of a look at many things. A person looking through their own record is no news to anyone; everybody else's look is traced. */
export async function traceSearch(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  permit: Permit | undefined,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  if (isThemself(call.actor) && ownRecord(call) === home) return;
  const ground = permit?.ground === undefined ? {} : { ground: permit.ground };
  // A permit comes with what it showed: the record is there.
  const under = permit === undefined ? await tracedUnder(desk, home) : home;
  await desk.trace.journal(call, under, { action: 'search', outcome: 'done', detail, ...ground });
}
