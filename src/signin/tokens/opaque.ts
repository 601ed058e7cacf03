import type { IncomingMessage } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Cuts } from '../apps/cuts.ts';
import type { Caller } from '../caller.ts';
import { tokenCut, tokenExpired, tokenInvalid } from '../refusals.ts';
import { boundOf, openBinding } from './bound.ts';
import { claimName, parseSocleClaim } from './claims.ts';

interface OpaqueParts {
  readonly provider: Pick<Provider, 'AccessToken' | 'Grant'>;
  readonly origins: readonly string[];
  readonly cuts: Pick<Cuts, 'holds'>;
  readonly clock: () => Date;
}

/**
 * Who a token speaks for that was given for userinfo: it says nothing itself, the provider looks it up each time. It is what software written
 * for Pro Santé Connect holds. Refuses `signin.token-invalid` (also one that ended), `signin.token-expired`, `signin.token-cut`,
 * `signin.token-proof`, `signin.token-certificate`.
 */
export function openOpaque({ provider, origins, cuts, clock }: OpaqueParts) {
  const holds = openBinding(origins, clock);
  return async (token: string, request?: IncomingMessage): Promise<Caller> => {
    const found = /^[\w-]{20,200}$/.test(token) ? await provider.AccessToken.find(token) : undefined;
    if (found === undefined) throw tokenInvalid();
    if (found.isExpired) throw tokenExpired();
    const claim = parseSocleClaim(found.extra?.[claimName]);
    if (claim === undefined) throw tokenInvalid();
    const grant = found.grantId === undefined ? undefined : await provider.Grant.find(found.grantId);
    if (grant === undefined || (await cuts.holds(found.jti, claim.grant))) throw tokenCut();
    const { jkt, 'x5t#S256': x5t } = found as { readonly jkt?: string; readonly 'x5t#S256'?: string };
    const bound = boundOf(jkt === undefined && x5t === undefined ? undefined : { jkt, 'x5t#S256': x5t });
    await holds(bound, false, token, request);
    return { ...claim, scopes: found.scopes };
  };
}
