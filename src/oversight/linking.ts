import { comparedOf, compareIdentities, type Decision, type Identity, type Likeness } from '#ins';
import { type Call, type RecordId, unknownId } from '#kernel';
import type { LinkAsked } from './deskActs.ts';
import type { Ground } from './ground.ts';

/** Both identities of an act about two records, told in the log of each. Refuses `id.unknown`. */
export async function pairOf(
  { ins, trace }: Ground,
  call: Call,
  survivor: RecordId,
  linked: RecordId,
): Promise<{ readonly survivor: Identity; readonly linked: Identity; readonly likeness: Likeness }> {
  const [kept, given] = await Promise.all([ins.byRecord(survivor), ins.byRecord(linked)]);
  if (kept === undefined || given === undefined) throw unknownId();
  for (const one of [survivor, linked])
    await trace.journal(call, one, { action: 'identity', outcome: 'done', detail: { change: 'compared' } });
  return { survivor: kept, linked: given, likeness: compareIdentities(comparedOf(kept), comparedOf(given)) };
}

/** Once the second person has confirmed. Refuses what `Ins.links` refuses. */
export async function changeLink(
  { ins }: Ground,
  call: Call,
  record: RecordId,
  asked: LinkAsked,
  decision: Decision,
): Promise<void> {
  if (asked.kind === 'merge') await ins.links.merge(call, record, asked.linked, decision);
  else await ins.links.unmerge(call, asked.link, decision);
}
