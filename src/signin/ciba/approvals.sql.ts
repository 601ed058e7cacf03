import { statement } from '#store';

/** Puts a demand, in the place of the former one of the same request; nothing when the professional has as many as may wait already. */
export const putApproval = statement(
  'signin.putApproval',
  `insert into signin.approval (id, professional, sealed, created_at, expires_at, pause_seconds)
   select $1, $2, $3, $4, $5, $6
    where (select count(*) from signin.approval where professional = $2 and decided_at is null and expires_at > $4 and id <> $1) < $7
   on conflict (id) do update set professional = excluded.professional, sealed = excluded.sealed, created_at = excluded.created_at,
     expires_at = excluded.expires_at, decided_at = null, situation = null, polled_at = null, pause_seconds = excluded.pause_seconds
   returning 1 as one`,
);
export const waitingApprovals = statement(
  'signin.waitingApprovals',
  `select id, sealed, created_at, expires_at from signin.approval
    where professional = $1 and decided_at is null and expires_at > $2 order by created_at, id limit $3`,
);
/** Whoever is first decides; a second decision finds nothing. */
export const decideApproval = statement(
  'signin.decideApproval',
  `update signin.approval set decided_at = $3, situation = $4
    where id = $1 and professional = $2 and decided_at is null and expires_at > $3 returning sealed, created_at, expires_at`,
);
export const approvalById = statement(
  'signin.approvalById',
  'select decided_at, situation from signin.approval where id = $1 and professional = $2 and expires_at > $3',
);
/** Notes that somebody asks whether it is decided: too early makes the pause longer. */
export const pollApproval = statement(
  'signin.pollApproval',
  `with before as (
     select coalesce(polled_at > $2::timestamptz - make_interval(secs => pause_seconds), false) as early
       from signin.approval where id = $1 for update
   )
   update signin.approval a set polled_at = $2, pause_seconds = a.pause_seconds + case when b.early then $3::int else 0 end
     from before b where a.id = $1 returning b.early`,
);
export const removeApproval = statement('signin.removeApproval', 'delete from signin.approval where id = $1');
export const sweepApprovals = statement('signin.sweepApprovals', 'delete from signin.approval where expires_at < $1');
