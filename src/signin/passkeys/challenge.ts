import { createHash, randomBytes } from 'node:crypto';
import type { Store } from '#store';
import { spend, sweepSpent } from '../citizens.sql.ts';
import { passkeyRefused } from '../refusals.ts';

const holdsSeconds = 300;
const purpose = 'signin/challenge';

/** What an authenticator signs. It travels sealed with its page, so that a page shown costs no row; used up, it leaves one. */
export interface Challenges {
  /** 32 random bytes, and the sealed text that goes with the page; `to` is what it is for: one sign-in, or one person's session. */
  make(to: string): { readonly challenge: Buffer; readonly state: string };
  /**
   * The challenge of a page, in base64url, once: also when what follows fails. Refuses `signin.passkey-refused` for one of another page, one
   * older than 5 minutes, one used before, on any server.
   */
  use(to: string, state: string): Promise<string>;
  sweep(at: Date): Promise<void>;
}

export function openChallenges(store: Store, clock: () => Date): Challenges {
  const { keys } = store;
  return {
    make(to) {
      const challenge = randomBytes(32);
      const words = JSON.stringify([to, clock().getTime(), challenge.toString('base64url')]);
      return { challenge, state: keys.seal(purpose, Buffer.from(words)).toString('base64url') };
    },
    async use(to, state) {
      const [of, at, challenge] = opened(state);
      const until = Number(at) + holdsSeconds * 1000;
      if (of !== to || typeof challenge !== 'string' || !(until > clock().getTime())) throw passkeyRefused();
      const id = createHash('sha256').update(challenge).digest();
      if ((await store.query(spend, [id, new Date(until)])).length === 0) throw passkeyRefused();
      return challenge;
    },
    async sweep(at) {
      await store.query(sweepSpent, [at]);
    },
  };

  function opened(state: string): readonly unknown[] {
    try {
      const words: unknown = JSON.parse(keys.unseal(purpose, Buffer.from(state.slice(0, 1000), 'base64url')).toString('utf8'));
      return Array.isArray(words) ? (words as unknown[]) : [];
    } catch {
      throw passkeyRefused();
    }
  }
}
