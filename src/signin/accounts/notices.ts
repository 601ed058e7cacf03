/** A letter by e-mail, to one person, in plain text. */
export interface Notice {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A message that a simulator kept instead of sending it. */
export interface SentNotice extends Notice {
  readonly at: Date;
}

/**
 * The port by which people are written to outside their record: one-time codes, and word that something changed. What it says must be
 * safe to read by whoever holds the mailbox: never anything about health, never a matricule.
 *
 * `send` resolves once the message is handed over; that it arrived is not known. Simulator: `interop/notices`.
 */
export interface Notices {
  send(notice: Notice): Promise<void>;
}
