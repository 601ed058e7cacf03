import { code } from '../../syntax/index.ts';
import { no, ok } from '../replies.ts';
import { type Behaviour, opened } from './behaviour.ts';
import { leave } from './select.ts';

/** RFC 3501 §6.3.3; a `/` at the end says that folders will follow below. Special folders are there already: RFC 6154 §3 is not offered. */
export const create: Behaviour<'create'> = async (session, { mailbox, use }) => {
  if (use.length > 0) return no('Special folders are there already; LIST shows them.', code.useAttr);
  await session.parts.mail.createFolder(opened(session), mailbox.replace(/\/$/, ''));
  return ok('Made.');
};

/** RFC 3501 §6.3.4. */
export const remove: Behaviour<'delete'> = async (session, { mailbox }) => {
  await session.parts.mail.deleteFolder(opened(session), mailbox);
  if (session.view?.name === mailbox) leave(session);
  return ok('Deleted.');
};

/** RFC 3501 §6.3.5. */
export const rename: Behaviour<'rename'> = async (session, { mailbox, to }) => {
  await session.parts.mail.renameFolder(opened(session), mailbox, to.replace(/\/$/, ''));
  return ok('Renamed.');
};

/** RFC 3501 §6.3.6, §6.3.7. */
export const subscribe: Behaviour<'subscribe'> = async (session, { mailbox }) => {
  await session.parts.mail.subscribe(opened(session), mailbox, true);
  return ok('Subscribed.');
};

export const unsubscribe: Behaviour<'unsubscribe'> = async (session, { mailbox }) => {
  await session.parts.mail.subscribe(opened(session), mailbox, false);
  return ok('Not subscribed any more.');
};
