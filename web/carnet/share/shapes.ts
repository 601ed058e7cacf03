/** Answers of `/api/carnet/shares`. */
export interface LinkOpening {
  readonly at: string;
  readonly recipient: string;
  /** Why it was refused. */
  readonly code?: string;
}

export interface LinkNote {
  readonly n: number;
  readonly at: string;
  readonly name: string;
  readonly words: string;
}

export interface ShareLink {
  readonly id: string;
  readonly label: string;
  readonly madeAt: string;
  readonly until: string;
  readonly state: 'open' | 'revoked' | 'expired' | 'used' | 'locked';
  readonly summary: boolean;
  readonly documents: number;
  readonly passcode: boolean;
  readonly triesLeft: number;
  readonly once: boolean;
  readonly opened: number;
  readonly openings: readonly LinkOpening[];
  readonly notes: readonly LinkNote[];
}

export interface SharesAnswer {
  readonly shares: readonly ShareLink[];
}

/** A link to be handed over; `qr` is an SVG. */
export interface HandedLink {
  readonly shlink: string;
  readonly address: string;
  readonly qr: string;
}

export interface MadeLink extends HandedLink {
  readonly id: string;
  readonly until: string;
  /** Given once, here. */
  readonly passcode?: string;
}

export interface LinkWish {
  readonly label: string;
  readonly summary: boolean;
  readonly documents: readonly string[];
  readonly minutes: number;
  readonly passcode: boolean;
  readonly once: boolean;
  readonly longTerm: boolean;
}
