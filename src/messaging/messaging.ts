import type { Conversations } from './conversations/open.ts';
import type { Exchange } from './exchange/open.ts';
import type { Mail } from './mail/mail.ts';
import type { Mailboxes } from './mailboxes/mailbox.ts';
import type { Post } from './post/post.ts';
import type { Templates } from './templates/templates.ts';

/** Secure messaging as the rest of Socle uses it. */
export interface Messaging {
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
  readonly post: Post;
  readonly templates: Templates;
  readonly conversations: Conversations;
  readonly exchange: Exchange;
}
