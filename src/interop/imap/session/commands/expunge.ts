import type { UidRanges } from '#messaging';
import { ok, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import { type Behaviour, opened, readOnly, selected } from './behaviour.ts';

/** RFC 3501 §6.4.3. */
export const expunge: Behaviour<'expunge'> = (session) => expunged(session);

/** RFC 4315 §2.1. */
export const uidExpunge: Behaviour<'uid expunge'> = (session, { set }) => expunged(session, selected(session).uids.ofUids(set));

async function expunged(session: Session, among?: UidRanges): Promise<Reply> {
  const view = selected(session);
  if (view.readOnly) return readOnly;
  if (among?.length === 0) return ok('Nothing to expunge.');
  const gone = await session.parts.mail.expunge(opened(session), view.folder, among);
  for (const uid of gone) view.gone.add(uid);
  if (gone.length === 0) return ok('Nothing to expunge.');
  view.changed = true;
  return { ...ok('Expunged.'), modseq: true };
}
