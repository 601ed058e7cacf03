/** What one client may take of the server; tests make them smaller. */
export interface SmtpLimits {
  readonly connections: number;
  /** From one address (IPv6: its first 64 bits). */
  readonly connectionsPerAddress: number;
  /** Between two messages that were accepted. */
  readonly commands: number;
  /** Commands that were refused for good, of one connection. */
  readonly errors: number;
  readonly failedSignIns: number;
  /** A command must be there so many seconds after the last answer. Source: RFC 5321 §4.5.3.2.7. */
  readonly commandSeconds: number;
  /** The same, for who has not proven who they are: they have nothing to think about. */
  readonly strangerSeconds: number;
  /** From DATA to the last dot. */
  readonly dataSeconds: number;
  readonly sessionSeconds: number;
  /** Bytes of messages that are in arrival at one time, of all connections. */
  readonly arrivingBytes: number;
}

export const usualLimits: SmtpLimits = {
  connections: 2000,
  connectionsPerAddress: 200,
  commands: 1000,
  errors: 20,
  failedSignIns: 3,
  commandSeconds: 300,
  strangerSeconds: 60,
  dataSeconds: 900,
  sessionSeconds: 14_400,
  arrivingBytes: 512 * 1024 * 1024,
};
