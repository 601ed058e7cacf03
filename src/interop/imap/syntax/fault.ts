import type { Read } from './command.ts';

type Code = Extract<Read, { readonly event: 'bad' }>['code'];

/** A command that cannot be understood; never leaves the reader, which turns it into an event. The reason is for a person who reads a log. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
  readonly code: Code;

  constructor(reason: string, code?: Code) {
    super(reason);
    this.code = code;
  }
}
