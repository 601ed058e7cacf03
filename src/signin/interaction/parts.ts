import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Keys } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import type { Citizens } from '../accounts/citizens.ts';
import type { Approvals } from '../ciba/approvals.ts';
import type { Page } from '../pages/page.ts';
import type { SignInTrace } from '../trace.ts';

/** What the pages of sign-in work with. */
export interface InteractionParts {
  readonly provider: Provider;
  readonly directory: Directory;
  readonly accounts: Accounts;
  /** What waits on the professionals' telephones. */
  readonly approvals: Approvals;
  readonly citizens: Citizens;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly audience: string;
  readonly demo: boolean;
  readonly trace: SignInTrace;
}

/** One sign-in in progress: what was asked, by which software, from which address. */
export interface Pending {
  readonly interaction: Interaction;
  readonly action: string;
  readonly address: string;
  /** What the browser says it is; it proves nothing. */
  readonly userAgent: string;
  readonly clientId: string;
  /** Named on the page when it is not a space of Socle. */
  readonly software?: string;
}

/** A step ends with another page, or with what the provider waits for. */
export type Outcome = { readonly page: Page; readonly status?: number } | { readonly result: InteractionResults };
