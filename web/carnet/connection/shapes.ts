/** Answers of `/api/carnet/account`. */
export interface Account {
  readonly passkeys: readonly Passkey[];
  readonly login?: string;
  readonly second?: { readonly kind: 'totp' | 'email'; readonly since: string; readonly to?: string };
  readonly recoveryCodesLeft: number;
  readonly recoveryUsedAt?: string;
  readonly demo: boolean;
  readonly anewAt?: string;
  readonly activation?: { readonly until: string };
  /** The sign-in is recent enough for changes. */
  readonly fresh: boolean;
  readonly passkeysPossible: boolean;
  readonly emailPossible: boolean;
  readonly sessions: readonly OpenSession[];
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly backedUp: boolean;
  readonly since: string;
  readonly used: string;
}

export interface OpenSession {
  readonly id: string;
  readonly device: { readonly browser: string; readonly system: string };
  readonly since: string;
  readonly seen: string;
  readonly here: boolean;
}

/** What is shown until the first code proves that it works. */
export interface Begun {
  readonly draft: string;
  readonly kind: 'totp' | 'email';
  readonly secret?: string;
  readonly qr?: string;
  readonly to?: string;
}

/** Whether something may be changed now, and who is told once it is. */
export interface PartProps {
  readonly account: Account;
  readonly onDone: (words: string) => void;
}
