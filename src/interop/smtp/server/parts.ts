import type { TlsMaterial } from '#http';
import type { MailSessions, Post, TrustedDomains } from '#messaging';
import type { Certificates } from '#signin';
import type { SmtpLimits } from './limits.ts';

/** What the SMTP server needs of Socle. */
export interface SmtpParts {
  readonly sessions: Pick<MailSessions, 'mechanisms' | 'signIn'>;
  readonly post: Pick<Post, 'mostBytes' | 'mostRecipients' | 'route' | 'send' | 'receive'>;
  readonly certificates: Pick<Certificates, 'presented'>;
  readonly trusted: Pick<TrustedDomains, 'of' | 'speaksFor' | 'spokenFor'>;
  /** The domains whose mailboxes are here. */
  readonly domains: { readonly professionals: string; readonly citizens: string };
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

export interface SmtpOptions extends SmtpParts {
  readonly material: TlsMaterial;
  readonly host: string;
  /** STARTTLS, and TLS from the first byte; 0 takes a free one, absent there is none. */
  readonly ports: { readonly starttls?: number; readonly tls?: number };
  readonly limits?: Partial<SmtpLimits>;
}

/** What all connections share. */
export interface Desk extends SmtpParts {
  readonly limits: SmtpLimits;
  /** Bytes of messages in arrival. */
  readonly arriving: { bytes: number };
}
