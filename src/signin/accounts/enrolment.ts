import type { RecordId } from '#kernel';
import type { Keys } from '#store';
import type { Guesses } from '../protection/guesses.ts';
import { interactionLost } from '../refusals.ts';
import { hashPassword } from './password.ts';
import { chosen, maskedEmail, parseEmail, parseLogin } from './rules.ts';
import type { SecondDraft, SecondFactors, SecondKind } from './secondFactor.ts';

/** A password wished for, as the form gives it. */
export interface PasswordWish {
  readonly login: string;
  readonly password: string;
  readonly again: string;
  readonly kind: SecondKind;
  /** Where codes go, with `email`. */
  readonly email: string;
}

/** What is shown so that the person can give the first code; nothing is kept before. */
export interface Begun {
  /** Sealed: travels with the page and comes back with the code. */
  readonly draft: string;
  readonly kind: SecondKind;
  /** For an authenticator application. */
  readonly address?: string;
  readonly secret?: string;
  /** Where the code was sent, masked. */
  readonly to?: string;
}

/** A password and a second factor that the person has shown to have. */
export interface ReadyPassword {
  readonly login: string;
  readonly hash: string;
  readonly draft: SecondDraft;
  readonly step: number;
}

/** Choosing a password and its second factor, in two steps: what, then the proof that it works. */
export interface Enrolment {
  /** `to`: the page or session that this is of. Refuses `signin.malformed-login`, `signin.short-password` …, `signin.no-notices`, `signin.slow-down`. */
  begin(to: string, record: RecordId, name: string, wish: PasswordWish): Promise<Begun>;
  /** The same page again, after a wrong code. Refuses `signin.interaction-lost`. */
  again(to: string, draft: string): Begun;
  /** Refuses `signin.wrong-code`, `signin.slow-down`, `signin.interaction-lost` for what was not begun here, or over 20 minutes ago. */
  finish(to: string, record: RecordId, draft: string, code: string): Promise<ReadyPassword>;
}

interface Kept {
  readonly to: string;
  readonly at: number;
  readonly login: string;
  readonly hash: string;
  readonly draft: SecondDraft;
}

const purpose = 'signin/enrolment';
const holdsSeconds = 1200;

export function openEnrolment(keys: Keys, seconds: SecondFactors, guesses: Guesses, clock: () => Date): Enrolment {
  const shown = (kept: Kept): Begun => {
    const { kind, value } = kept.draft;
    const draft = keys.seal(purpose, Buffer.from(JSON.stringify(kept))).toString('base64url');
    return { draft, kind, ...(kind === 'totp' ? seconds.shown(kept.draft, kept.login) : { to: maskedEmail(value) }) };
  };
  const open = (to: string, draft: string): Kept => {
    let kept: Kept;
    try {
      kept = JSON.parse(keys.unseal(purpose, Buffer.from(draft.slice(0, 4000), 'base64url')).toString('utf8')) as Kept;
    } catch {
      throw interactionLost();
    }
    if (kept.to !== to || kept.at + holdsSeconds * 1000 < clock().getTime()) throw interactionLost();
    return kept;
  };
  return {
    async begin(to, record, name, { login, password, again, kind, email }) {
      const key = parseLogin(login);
      const about = [key, name];
      const clear = chosen(password, again, about);
      const address = kind === 'email' ? parseEmail(email) : '';
      if (kind === 'email') {
        // A form must not become a way to flood somebody's mailbox.
        await guesses.attempt(`send ${record}`, record);
      }
      const draft = await seconds.begin(kind, address);
      return shown({ to, at: clock().getTime(), login: key, hash: await hashPassword(clear), draft });
    },
    again: (to, draft) => shown(open(to, draft)),
    async finish(to, record, sealed, code) {
      const { login, hash, draft } = open(to, sealed);
      await guesses.attempt(`enrol ${record}`, record);
      const step = seconds.prove(draft, code);
      await guesses.succeeded(`enrol ${record}`, record);
      return { login, hash, draft, step };
    },
  };
}
