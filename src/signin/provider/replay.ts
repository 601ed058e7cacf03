import type { Provider } from 'oidc-provider';
import type { Store } from '#store';
import { noteOnce } from '../signin.sql.ts';

/**
 * Client assertions and DPoP proofs are good once, for all servers of the database together: one statement says so, whatever the race.
 * What is kept of them is a keyed digest, until they would have expired.
 *
 * Source: RFC 7523 §3 (7), RFC 9449 §11.1.
 */
export function useOnce(provider: Provider, store: Store): void {
  provider.ReplayDetection.unique = async (iss, jti, exp) => {
    const key = store.keys.mac('signin/once', Buffer.from(`${iss}\n${jti}`));
    const noted = await store.query(noteOnce, [key, new Date(exp * 1000)]);
    return noted.length > 0;
  };
}
