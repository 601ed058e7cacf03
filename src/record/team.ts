import type { Call, RecordId } from '#kernel';
import type { Rights, Team } from '#rights';
import type { Trace } from '#trace';

export interface TeamDesk {
  readonly rights: Pick<Rights, 'decide' | 'team'>;
  readonly trace: Pick<Trace, 'journal'>;
}

/** Who cares for a person, for a professional who may look; a line in the log. Refuses what `rights.decide` refuses; the caller traces that. */
export async function teamFor(desk: TeamDesk, call: Call, record: RecordId): Promise<Team> {
  const permit = await desk.rights.decide(call, record, 'list');
  const team = await desk.rights.team(permit);
  const { ground } = permit;
  const detail = { what: 'team' };
  await desk.trace.journal(call, record, {
    action: 'list',
    outcome: 'done',
    ...(ground === undefined ? {} : { ground }),
    detail,
  });
  return team;
}
