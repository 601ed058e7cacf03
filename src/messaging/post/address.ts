import { citizensMostBytes } from '../conversations/limits.ts';
import { citizenTooLarge } from '../conversations/refusals.ts';
import type { Mailbox } from '../mailboxes/mailbox.ts';
import type { Checked } from './check.ts';
import type { PostParts } from './parts.ts';
import type { RecipientAsked } from './post.ts';
import { wayTo } from './route.ts';

/** A mailbox of this operator, once, with the addresses by which it was named. */
export interface Here {
  readonly mailbox: Mailbox;
  readonly asked: readonly RecipientAsked[];
}

export interface Elsewhere extends RecipientAsked {
  readonly domain: string;
}

/** {@link Checked}, and where each recipient is. */
export interface Addressed extends Omit<Checked, 'step'> {
  readonly step: 'addressed';
  readonly here: readonly Here[];
  readonly elsewhere: readonly Elsewhere[];
}

/** Refuses what `Post.route` refuses of any recipient, and `messaging.citizen-too-large`. */
export async function address(parts: PostParts, checked: Checked): Promise<Addressed> {
  const { call, sender, recipients, letter } = checked;
  const ways = await Promise.all(
    recipients.map(async (asked) => ({ asked, way: await wayTo(parts, call, asked.address, sender) })),
  );
  const here = new Map<string, { mailbox: Mailbox; asked: RecipientAsked[] }>();
  const elsewhere: Elsewhere[] = [];
  for (const { asked, way } of ways) {
    if (way.where === 'elsewhere') elsewhere.push({ ...asked, address: way.address, domain: way.domain });
    else {
      if (way.mailbox.kind === 'CIT' && letter.bytes.length > citizensMostBytes) throw citizenTooLarge();
      const known = here.get(way.mailbox.id) ?? { mailbox: way.mailbox, asked: [] };
      known.asked.push(asked);
      here.set(way.mailbox.id, known);
    }
  }
  const secret = checked.secret || (await isPrivateTo(parts, [...here.values()], checked));
  return { ...checked, secret, step: 'addressed', here: [...here.values()], elsewhere };
}

/** An answer in a conversation that is kept from who represents the person is kept from them too. */
async function isPrivateTo({ isPrivate }: PostParts, here: readonly Here[], { message }: Checked): Promise<boolean> {
  const ids = [...message.parsed.inReplyTo, ...message.parsed.references];
  const citizens = here.filter(({ mailbox }) => mailbox.kind === 'CIT');
  if (isPrivate === undefined || ids.length === 0 || citizens.length === 0) return false;
  return (await Promise.all(citizens.map(({ mailbox }) => isPrivate(mailbox.id, ids)))).includes(true);
}
