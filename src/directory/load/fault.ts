/** Why a line was not taken: what the person who loads reads beside its number. Nothing of the line is repeated. */
export type FaultCode =
  | 'cut'
  | 'charset'
  | 'too-long'
  | 'control-character'
  | 'identifier'
  | 'missing'
  | 'too-long-value'
  | 'other-name'
  | 'address'
  | 'same-again';

export interface Fault {
  /** From 1, as editors count; the header is a line. */
  readonly line: number;
  readonly code: FaultCode;
  /** The column, or the counts. */
  readonly what: string;
}

/** What each kind of fault means, for the person. */
export const faultWords: Readonly<Record<FaultCode, string>> = {
  cut: 'the line has not the columns of the header: cut in the middle, or two that ran together',
  charset: 'the line is not UTF-8',
  'too-long': 'the line is longer than 64 KiB',
  'control-character': 'a value holds a control character',
  identifier: 'the identifier is malformed',
  missing: 'a value that everything needs is empty',
  'too-long-value': 'a value is longer than its limit',
  'other-name': 'the same identifier stood above with another name: the first one counts',
  address: 'the address is no mail address',
  'same-again': 'the same entry stood above already: the last one counts',
};

/** These are told, but the line was taken. */
export const onlyTold: ReadonlySet<FaultCode> = new Set(['same-again']);
