import type { Caller } from '../caller.ts';
import type { Allowed } from './allowed.ts';
import type { Cuts } from './cuts.ts';
import type { Narrows } from './grantable.ts';
import type { Launches } from './launches.ts';

/** What the provider needs of applications. */
export interface SmartParts {
  readonly launches: Launches;
  readonly allowed: Allowed;
  readonly cuts: Cuts;
  readonly narrows: Narrows;
  /** Reads an access token of this server; refuses as `Signin.caller` does. */
  readonly callerOf: (token: string) => Promise<Caller>;
}
