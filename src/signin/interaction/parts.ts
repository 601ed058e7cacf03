import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Keys } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import type { Page } from '../pages/page.ts';
import type { Audit } from '../protection/audit.ts';
import type { Source, Sources } from '../protection/source.ts';
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
  readonly audit: Audit;
  readonly sources: Sources;
  readonly clock: () => Date;
  /** Where cards are read: the TLS listener's address; undefined without one. */
  readonly cards: string | undefined;
}

/** One sign-in in progress: what was asked, by which software, from which address. */
export interface Pending {
  readonly interaction: Interaction;
  readonly action: string;
  readonly address: Source;
  readonly clientId: string;
  /** Named on the page when it is not a space of Socle. */
  readonly software?: string;
}

/** A step ends with another page, or with what the provider waits for. */
export type Outcome = { readonly page: Page; readonly status?: number } | { readonly result: InteractionResults };
