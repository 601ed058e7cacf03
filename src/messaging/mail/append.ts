import type { Refusal } from '#kernel';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { checkedFlags, checkedKeywords } from './flags.ts';
import { canonicalName } from './folders/name.ts';
import type { MailGround } from './ground.ts';
import { incoming } from './incoming.ts';
import { dropUnkept, type Kept, places, prepared, put } from './keep.ts';
import type { Mail } from './mail.ts';
import { noFolder, quotaReached } from './refusals.ts';
import { folderOf } from './row.ts';

type Options = NonNullable<Parameters<Mail['append']>[3]>;

/** A message that its holder puts in a folder themself: a draft, what they sent, what they move from elsewhere. Leaves no line in the log. */
export async function append(
  ground: MailGround,
  permit: MailboxPermit,
  name: string,
  bytes: Buffer,
  { flags = 0, keywords = [], at = permit.call.at }: Options = {},
): Promise<Awaited<ReturnType<Mail['append']>>> {
  requireRight(permit, 'write');
  const { call, mailbox } = permit;
  const placing = {
    folder: { name: canonicalName(name) },
    flags: checkedFlags(flags),
    keywords: checkedKeywords(keywords),
    at,
  };
  const message = incoming(ground, bytes);
  const full = (): Refusal => quotaReached();
  const ready = await prepared(ground, message, [{ mailbox: mailbox.id, placings: [placing], full }]);
  let kept: Kept;
  try {
    kept = await ground.store.transaction(async (tx) => {
      const [where] = await places(ground, tx, message, ready, call.at);
      if (where === undefined) throw noFolder();
      tx.afterCommit(() => ground.changed(mailbox.id));
      return put(tx, message, call.at, where);
    });
  } catch (error) {
    await dropUnkept(ground, ready, error);
    throw error;
  }
  const [placed] = kept.uids;
  if (placed === undefined) throw noFolder();
  const { folder, uid } = placed;
  return { folder: folderOf({ ...folder, uid_next: uid + 1 }), uid, content: kept.content };
}
