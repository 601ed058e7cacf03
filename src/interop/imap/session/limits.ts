/** What one client, or all of them, may take; durations in seconds, sizes in bytes. */
export interface ImapLimits {
  readonly connections: number;
  readonly connectionsOfAddress: number;
  readonly connectionsOfMailbox: number;
  /** From the connection to a mailbox opened. */
  readonly signInSeconds: number;
  /** Without a byte from the client, also while it idles: RFC 3501 §5.4 asks for at least half an hour. */
  readonly silenceSeconds: number;
  /** With an answer that the client does not read. */
  readonly stalledSeconds: number;
  readonly badCommands: number;
  readonly signInAttempts: number;
  /** Commands before a mailbox is opened. */
  readonly commandsBefore: number;
  /** Of messages that clients are handing over at one moment. */
  readonly bytesArriving: number;
  /** How often the rights of connected clients are looked at again. */
  readonly checkSeconds: number;
}

export const usualLimits: ImapLimits = {
  connections: 4000,
  connectionsOfAddress: 400,
  connectionsOfMailbox: 40,
  signInSeconds: 30,
  silenceSeconds: 31 * 60,
  stalledSeconds: 300,
  badCommands: 20,
  signInAttempts: 3,
  commandsBefore: 40,
  bytesArriving: 256 * 1024 * 1024,
  checkSeconds: 60,
};
