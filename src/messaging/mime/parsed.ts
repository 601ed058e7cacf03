/** An address of a message's header, decoded: `{ name: 'Dr Amélie Exemple', address: 'amelie.exemple@exemple.mssante.fr' }`. */
export interface MailAddress {
  readonly name: string;
  /** Lower case. */
  readonly address: string;
}

/** A part of a message by its place in the bytes; nothing of it is decoded until somebody asks. */
export interface MimePart {
  /** As IMAP counts: `1`, `2.1`; of a message that is one part, `1`. */
  readonly section: string;
  /** Lower case: `text/plain`. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly disposition: string | undefined;
  /** Decoded (RFC 2231, RFC 2047), without a path, at most 200 characters. */
  readonly fileName: string | undefined;
  /** Lower case: `base64`. */
  readonly encoding: string;
  readonly contentId: string | undefined;
  /** Offsets in the raw message: header of the part, then its body. */
  readonly headerFrom: number;
  readonly bodyFrom: number;
  readonly bodyTo: number;
  readonly parts: readonly MimePart[];
}

/** What was read of a message's bytes, within limits; a message that breaks MIME is still one, with what could be read of it. */
export interface ParsedMessage {
  readonly messageId: string;
  readonly inReplyTo: readonly string[];
  /** Oldest first, at most 100. */
  readonly references: readonly string[];
  readonly subject: string;
  readonly writtenAt: Date | undefined;
  readonly from: readonly MailAddress[];
  readonly sender: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  /** Header fields by lower-case name, unfolded, in the order they came; the first 1,000 are kept. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly root: MimePart;
  /** Texts of the message, decoded, without markup; at most 256 KiB. For words and for a first line, not for showing. */
  readonly text: string;
  /** IMAP's own lists, as they stand in an answer: RFC 3501 §7.4.2. */
  readonly envelope: string;
  readonly bodyStructure: string;
  /** There was more (parts, levels, fields) than is read: `limits.ts`. */
  readonly cut: boolean;
}
