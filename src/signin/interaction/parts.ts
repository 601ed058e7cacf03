import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Citizen, RecordId } from '#kernel';
import type { Keys } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import type { Allowed } from '../apps/allowed.ts';
import type { Narrows } from '../apps/grantable.ts';
import type { Page } from '../pages/page.ts';
import type { SignInTrace } from '../trace.ts';

/** What the pages of sign-in work with. */
export interface InteractionParts {
  readonly provider: Provider;
  readonly directory: Directory;
  readonly accounts: Accounts;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly audience: string;
  readonly demo: boolean;
  readonly trace: SignInTrace;
  readonly apps: {
    readonly allowed: Allowed;
    readonly narrows: Narrows;
    readonly profilesOf: (citizen: Citizen) => Promise<readonly ReadableProfile[]>;
    readonly clock: () => Date;
  };
}

/** Somebody for whom a citizen may read, by mandate. */
export interface ReadableProfile {
  readonly record: RecordId;
  readonly name: string;
}

/** One sign-in in progress: what was asked, by which software, from which address. */
export interface Pending {
  readonly interaction: Interaction;
  readonly action: string;
  readonly address: string;
  readonly clientId: string;
  /** Named on the page when it is not a space of Socle. */
  readonly software?: string;
}

/** A step ends with another page, or with what the provider waits for. */
export type Outcome = { readonly page: Page; readonly status?: number } | { readonly result: InteractionResults };
