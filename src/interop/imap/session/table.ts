import type { CommandNamed, Deed } from '../syntax/index.ts';
import { capability, check, enable, id, login, logout, noop } from './commands/anyState.ts';
import { append } from './commands/append.ts';
import type { Behaviour } from './commands/behaviour.ts';
import { copy, move } from './commands/copy.ts';
import { expunge, uidExpunge } from './commands/expunge.ts';
import { fetch } from './commands/fetch.ts';
import { create, remove, rename, subscribe, unsubscribe } from './commands/folders.ts';
import { idle } from './commands/idle.ts';
import { list, lsub } from './commands/list.ts';
import { namespace } from './commands/namespace.ts';
import { getQuota, getQuotaRoot, setQuota } from './commands/quota.ts';
import { search } from './commands/search.ts';
import { close, examine, select, unselect } from './commands/select.ts';
import { authenticate, starttls } from './commands/signIn.ts';
import { status } from './commands/status.ts';
import { store } from './commands/store.ts';
import type { Tellable } from './notices.ts';
import type { State } from './session.ts';

/** A command: where it may come, what it does, what news may be told before its tagged answer. */
export interface Entry<N extends Deed['name']> {
  readonly in: readonly State[];
  readonly does: Behaviour<N>;
  readonly news: Tellable | ((command: CommandNamed<N>) => Tellable);
  /** The client wants to know now: the mailbox is asked though nothing was heard of it. */
  readonly surely?: true;
  /** It changes the mailbox: the right to it is looked at again at once. */
  readonly writes?: true;
}

const [any, before, after, inFolder]: readonly (readonly State[])[] = [
  ['unknown', 'signed-in', 'selected'],
  ['unknown'],
  ['signed-in', 'selected'],
  ['selected'],
] as const;

/** RFC 3501 §7.4.1: by sequence numbers no departure may be told, or the client's next numbers would be wrong; by uids it may. */
const bySequence = ({ uid }: { readonly uid: boolean }): Tellable => (uid ? 'all' : 'no-expunge');

/** Every command, by the states of RFC 3501 §3. Start here. */
export const table: { readonly [N in Deed['name']]: Entry<N> } = {
  capability: { in: any, does: capability, news: 'all' },
  noop: { in: any, does: noop, news: 'all', surely: true },
  logout: { in: any, does: logout, news: 'nothing' },
  id: { in: any, does: id, news: 'all' },

  starttls: { in: before, does: starttls, news: 'nothing' },
  authenticate: { in: before, does: authenticate, news: 'nothing' },
  login: { in: before, does: login, news: 'nothing' },

  enable: { in: after, does: enable, news: 'all' },
  select: { in: after, does: select, news: 'nothing' },
  examine: { in: after, does: examine, news: 'nothing' },
  create: { in: after, does: create, news: 'all', writes: true },
  delete: { in: after, does: remove, news: 'all', writes: true },
  rename: { in: after, does: rename, news: 'all', writes: true },
  subscribe: { in: after, does: subscribe, news: 'all', writes: true },
  unsubscribe: { in: after, does: unsubscribe, news: 'all', writes: true },
  list: { in: after, does: list, news: 'all' },
  lsub: { in: after, does: lsub, news: 'all' },
  status: { in: after, does: status, news: 'all' },
  append: { in: after, does: append, news: 'all', writes: true },
  namespace: { in: after, does: namespace, news: 'all' },
  getquota: { in: after, does: getQuota, news: 'all' },
  getquotaroot: { in: after, does: getQuotaRoot, news: 'all' },
  setquota: { in: after, does: setQuota, news: 'all' },
  idle: { in: after, does: idle, news: 'all' },

  check: { in: inFolder, does: check, news: 'all', surely: true },
  close: { in: inFolder, does: close, news: 'nothing', writes: true },
  unselect: { in: inFolder, does: unselect, news: 'nothing' },
  expunge: { in: inFolder, does: expunge, news: 'all', writes: true },
  'uid expunge': { in: inFolder, does: uidExpunge, news: 'all', writes: true },
  search: { in: inFolder, does: search, news: bySequence },
  fetch: { in: inFolder, does: fetch, news: bySequence },
  store: { in: inFolder, does: store, news: bySequence, writes: true },
  copy: { in: inFolder, does: copy, news: 'all', writes: true },
  move: { in: inFolder, does: move, news: 'all', writes: true },
};
