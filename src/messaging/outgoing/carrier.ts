/** A recipient as it is handed to another operator, with what its sender asked for (RFC 3461). */
export interface CarriedRecipient {
  readonly address: string;
  readonly notify?: readonly ('never' | 'success' | 'failure' | 'delay')[];
  /** `rfc822;address`, decoded. */
  readonly originalRecipient?: string;
}

export interface CarriedEnvelope {
  /** '' for a report or an answer made by itself. */
  readonly from: string;
  /** 1 to 100, all of one domain. */
  readonly recipients: readonly CarriedRecipient[];
  readonly ret?: 'full' | 'hdrs';
  readonly envelopeId?: string;
}

/** What became of one recipient. `delivered`: the other operator answered for it with a 250 after the last byte. */
export interface Carried {
  readonly recipient: string;
  readonly outcome: 'delivered' | 'temporary' | 'permanent';
  /** One line, at most 500 characters: `550 5.1.1 no such mailbox`; of the other operator, or of Socle when it never answered. */
  readonly reply: string;
}

export interface Carriage {
  /** One for each recipient of the envelope, in its order. */
  readonly recipients: readonly Carried[];
  /** The host that answered, if one did. */
  readonly host?: string;
  /** The other operator knows RFC 3461: it reports success and delays from here on. */
  readonly reports: boolean;
}

/**
 * Port: hands a message to the operator of a trusted domain. Never rejects: what goes wrong on the way (name, connection, TLS, certificate, time)
 * is `temporary` for each recipient; only the other operator's 5xx, a domain that is not trusted, and bytes that it could not take
 * unchanged, are `permanent`. Bounded in time: an answer comes in less than {@link carryWithinSeconds}. The bytes arrive as they were given when
 * their lines end in CRLF; the last line gets one if it has none.
 */
export interface Carrier {
  carry(domain: string, envelope: CarriedEnvelope, bytes: Buffer): Promise<Carriage>;
}

export const carryWithinSeconds = 600;
