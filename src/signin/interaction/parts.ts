import type { IncomingMessage } from 'node:http';
import type { Interaction, InteractionResults, Provider } from 'oidc-provider';
import type { Directory } from '#directory';
import type { Citizen, RecordId } from '#kernel';
import type { Keys } from '#store';
import type { Accounts } from '../accounts/accounts.ts';
import type { Citizens } from '../accounts/citizens.ts';
import type { Allowed } from '../apps/allowed.ts';
import type { Narrows } from '../apps/grantable.ts';
import type { Approvals } from '../ciba/approvals.ts';
import type { Way } from '../federation/outside.ts';
import type { OfferedWay } from '../federation/ways.ts';
import type { Language } from '../pages/language.ts';
import type { Page } from '../pages/page.ts';
import type { Audit } from '../protection/audit.ts';
import type { Source, Sources } from '../protection/source.ts';
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
  readonly outside: Outside;
  readonly apps: {
    readonly allowed: Allowed;
    readonly narrows: Narrows;
    readonly profilesOf: (citizen: Citizen) => Promise<readonly ReadableProfile[]>;
    readonly clock: () => Date;
  };
  readonly audit: Audit;
  readonly sources: Sources;
  readonly clock: () => Date;
  /** Where cards are read: the TLS listener's address; undefined without one. */
  readonly cards: string | undefined;
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
  readonly address: Source;
  /** What the browser says it is; it proves nothing. */
  readonly userAgent: string;
  readonly language: Language;
  readonly clientId: string;
  /** Named on the page when it is not a space of Socle. */
  readonly software?: string;
}

/** The providers outside, as the pages of sign-in go there and come back. See `federation/federation.ts`. */
export interface Outside {
  /** What the page of such a person offers; empty unless settings name a provider. */
  ways(kind: string): readonly OfferedWay[];
  /** `/oidc/interaction/:uid/:way`: without an answer the way there, with one what it is worth. */
  turn(request: IncomingMessage, pending: Pending, way: Way): Promise<Turn>;
  /** The forms of the pages in between; undefined for a form of another page. */
  step(pending: Pending, form: URLSearchParams): Promise<Outcome | undefined>;
}

/** Off to a provider outside, or back from it; the cookies to set either way. */
export type Turn = { readonly cookies: readonly string[] } & ({ readonly away: URL } | { readonly outcome: Outcome });

/** A step ends with another page, or with what the provider waits for. */
export type Outcome = { readonly page: Page; readonly status?: number } | { readonly result: InteractionResults };
