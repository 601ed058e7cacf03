import type { Conversations } from './conversations/open.ts';
import type { Exchange } from './exchange/open.ts';
import type { Figures } from './figures/figures.ts';
import type { Mail } from './mail/mail.ts';
import type { Mailboxes } from './mailboxes/mailbox.ts';
import type { Outgoing } from './outgoing/outgoing.ts';
import type { Post } from './post/post.ts';
import type { Reports } from './reports/reports.ts';
import type { Templates } from './templates/templates.ts';
import type { TrustedDomains } from './trusted/trusted.ts';

/** Secure messaging as the rest of Socle uses it. */
export interface Messaging {
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
  readonly post: Post;
  readonly outgoing: Outgoing;
  readonly reports: Reports;
  readonly figures: Figures;
  readonly templates: Templates;
  readonly conversations: Conversations;
  readonly exchange: Exchange;
  readonly trusted: TrustedDomains;
}
