import type { Subject } from './letters.ts';

/** Requests of one kind, as the client process makes them. */
export interface Stream {
  readonly name: string;
  /** Words that stand at the beginning of every right answer; anything else is a failure. */
  readonly expects: string;
  readonly requests: Asks | Deposits | Gets | Posts;
  /** Open loop: arrivals a second, at random moments (Poisson), whatever the server does. Closed loop when absent. */
  readonly perSecond?: number;
}

/** ITI-65 bodies, each with an id of its own, for the subjects in turn. */
export interface Deposits {
  readonly kind: 'deposits';
  readonly token: string;
  readonly subjects: readonly Subject[];
}

/** GETs, drawn at random from the targets. */
export interface Gets {
  readonly kind: 'gets';
  readonly targets: readonly { readonly path: string; readonly token: string }[];
}

/** What the pages of a web space ask, in a session; drawn at random. Those with a body are POSTs. */
export interface Asks {
  readonly kind: 'asks';
  readonly cookie: string;
  readonly targets: readonly { readonly path: string; readonly body?: string }[];
}

/** FHIR bodies in turn; in each the place of a number takes the number of the request. */
export interface Posts {
  readonly kind: 'posts';
  readonly path: string;
  readonly token: string;
  readonly bodies: readonly string[];
}

export interface Load {
  readonly host: string;
  readonly port: number;
  readonly streams: readonly Stream[];
  /** Closed loop: requests at a time. Open loop: the most connections. */
  readonly connections: number;
  readonly seconds: number;
  /** Closed loop: stops after this many, if sooner. */
  readonly count?: number;
}

export interface StreamResult {
  readonly name: string;
  readonly answered: number;
  readonly failed: number;
  readonly missed: number;
  /** Milliseconds, sorted; in an open loop from the moment when the request was due. */
  readonly latencies: Float64Array;
  /** The first answer that was not right, for the person who looks for the reason. */
  readonly firstFailure?: string;
}

export interface LoadResult {
  readonly streams: readonly StreamResult[];
  readonly seconds: number;
  readonly cpuMs: number;
}
