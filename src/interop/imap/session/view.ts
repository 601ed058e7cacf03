import type { FolderStatus, Mail, MailboxPermit, Placed } from '#messaging';
import type { FetchValue } from '../syntax/index.ts';
import { Uids } from './uids.ts';

/** The selected folder as its session knows it. What others do in it is told when the protocol allows, see notices.ts. */
export interface View {
  readonly folder: number;
  /** As it was at the last look; others may rename it. */
  name: string;
  readonly uidValidity: number;
  readonly readOnly: boolean;
  readonly uids: Uids;
  /** Everything up to this number was seen. */
  modseq: number;
  /** Somebody changed the mailbox since the last look. */
  changed: boolean;
  /** Gone, and the client was not told yet. */
  readonly gone: Set<number>;
  /** Told in answer to this session's own command: uid → modseq; not to be told again as news. */
  readonly told: Map<number, number>;
  /** Uids that this session was the first to be told of. RFC 3501 §2.3.2. */
  readonly recent: (readonly [from: number, to: number])[];
  /** Called at each change while the client idles. */
  heard: (() => void) | undefined;
  /** No longer watches the mailbox. */
  leave(): void;
}

/** Opens a folder: two questions to the mailbox, however many messages it has. Refuses `messaging.no-folder`. */
export async function openView(
  mail: Mail,
  permit: MailboxPermit,
  name: string,
  readOnly: boolean,
): Promise<{ readonly view: View; readonly status: FolderStatus }> {
  let view: View | undefined;
  // Watches before it looks: what happens between the two is seen.
  const leave = mail.watch(permit.mailbox.id, () => {
    if (view === undefined) return;
    view.changed = true;
    view.heard?.();
  });
  try {
    const status = await mail.status(permit, name, !readOnly);
    const uids = new Uids(await mail.uids(permit, status.id));
    const { id: folder, uidValidity, modseq, recentAfter } = status;
    const recent: (readonly [number, number])[] = [
      [recentAfter + 1, readOnly ? Number.POSITIVE_INFINITY : Math.max(recentAfter, uids.last)],
    ];
    view = {
      folder,
      name: status.name,
      uidValidity,
      readOnly,
      uids,
      modseq,
      changed: true,
      gone: new Set(),
      told: new Map(),
      recent,
      heard: undefined,
      leave,
    };
    return { view, status };
  } catch (error) {
    leave();
    throw error;
  }
}

/** A message's flags as this session is told of them. */
export const flagsOf = (view: View, { uid, flags, keywords }: Placed): FetchValue => ({
  item: 'flags',
  ...{ flags, keywords, recent: isRecent(view, uid) },
});

function isRecent({ recent }: View, uid: number): boolean {
  for (let n = recent.length - 1; n >= 0; n--) {
    const [from = 0, to = 0] = recent[n] ?? [];
    if (uid >= from && uid <= to) return true;
  }
  return false;
}

/** Joined to the range before where they meet, so that a long session keeps few. */
export function addRecent({ recent }: View, from: number, to: number): void {
  const [first, last] = recent.at(-1) ?? [];
  if (first !== undefined && last !== undefined && last + 1 >= from) recent[recent.length - 1] = [first, Math.max(last, to)];
  else recent.push([from, to]);
}

export const recentIn = ({ recent, uids }: View): number => uids.countIn(recent);

/** Remembers that the client has these flags already. */
export function told(view: View, { uid, modseq }: Pick<Placed, 'uid' | 'modseq'>): void {
  view.told.set(uid, modseq);
}
