import type { Call } from '#kernel';
import { recipientFull } from '../mail/refusals.ts';
import { parseAddress } from '../mailboxes/address.ts';
import type { Mailbox, MailboxPermit } from '../mailboxes/mailbox.ts';
import type { PostParts } from './parts.ts';
import type { Route } from './post.ts';
import { recipientClosed, unknownRecipient, untrustedDomain } from './refusals.ts';

/** {@link Route} with the mailbox that it found. */
export type Way =
  | { readonly where: 'here'; readonly mailbox: Mailbox; readonly address: string }
  | { readonly where: 'elsewhere'; readonly domain: string; readonly address: string };

/** See `Post.route`. From another operator nothing goes on to a third. */
export async function wayTo(parts: PostParts, call: Call, wanted: string, sender?: MailboxPermit): Promise<Way> {
  const { text: address, domain } = parseAddress(wanted);
  const { domains } = parts.mailboxes;
  if (domain === domains.citizens) return known(parts, await parts.routes.citizens(call, address, sender));
  if (domain !== domains.professionals) {
    if (sender === undefined) throw untrustedDomain();
    return known(parts, await parts.routes.elsewhere(call, address));
  }
  const mailbox = await parts.mailboxes.byAddress(address);
  if (mailbox === undefined) throw unknownRecipient();
  return ready({ where: 'here', mailbox, address });
}

async function known({ mailboxes }: PostParts, route: Route): Promise<Way> {
  if (route.where === 'elsewhere') return route;
  const mailbox = await mailboxes.byId(route.mailbox);
  if (mailbox === undefined) throw unknownRecipient();
  return ready({ where: 'here', mailbox, address: route.address });
}

function ready(way: Way & { readonly where: 'here' }): Way {
  if (way.mailbox.state === 'closed') throw recipientClosed();
  if (way.mailbox.usedBytes >= way.mailbox.quotaBytes) throw recipientFull();
  return way;
}

export function routeOf(way: Way): Route {
  return way.where === 'elsewhere' ? way : { where: 'here', mailbox: way.mailbox.id, address: way.address };
}
