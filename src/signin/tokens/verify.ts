import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Cuts } from '../apps/cuts.ts';
import type { Caller } from '../caller.ts';
import { tokenAudience, tokenCut, tokenExpired, tokenInvalid, tokenMissing } from '../refusals.ts';
import { claimName, parseSocleClaim } from './claims.ts';
import type { TokenPlace } from './issue.ts';

const cacheSize = 10_000;
const longestToken = 8192;

interface Known {
  readonly caller: Caller;
  readonly exp: number;
  readonly jti: string;
}

/**
 * Reads the header `Authorization: Bearer …`. A token checked once is known until it expires, among the last 10,000.
 *
 * Refuses `signin.token-missing`, `signin.token-invalid` (also a token without type `at+jwt`, such as an id_token),
 * `signin.token-audience`, `signin.token-expired`, `signin.token-cut`. Looks at no table but the short list of what was cut: a token lives
 * its hour out even when its client is removed.
 *
 * Source: RFC 9068 §4.
 */
export function openVerifier(publicKeys: JSONWebKeySet, place: TokenPlace, clock: () => Date, cuts?: Pick<Cuts, 'holds'>) {
  const keys = createLocalJWKSet(publicKeys);
  const known = new Map<string, Known>();

  const check = async (token: string): Promise<Known> => {
    const options = { ...place, algorithms: ['ES256'], typ: 'at+jwt', requiredClaims: ['exp', 'jti'], currentDate: clock() };
    const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
      throw refusalOf(error, place.audience);
    });
    const claim = parseSocleClaim(payload[claimName]);
    if (claim === undefined || payload.exp === undefined) throw tokenInvalid();
    const scope = typeof payload.scope === 'string' ? payload.scope : '';
    return { caller: { ...claim, scopes: new Set(scope.split(' ').filter(Boolean)) }, exp: payload.exp, jti: payload.jti ?? '' };
  };

  return async (authorization: string | undefined): Promise<Caller> => {
    if (authorization === undefined || !/^bearer /i.test(authorization)) throw tokenMissing();
    const token = authorization.slice(7);
    let entry = known.get(token);
    if (entry === undefined) {
      if (token.length > longestToken) throw tokenInvalid();
      entry = await check(token);
      if (known.size >= cacheSize) known.delete(known.keys().next().value ?? '');
      known.set(token, entry);
    } else if (entry.exp * 1000 <= clock().getTime()) {
      known.delete(token);
      throw tokenExpired();
    }
    if (cuts !== undefined && (await cuts.holds(entry.jti, entry.caller.grant))) throw tokenCut();
    return entry.caller;
  };
}

function refusalOf(error: unknown, audience: string): Error {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return tokenAudience(audience);
  return tokenInvalid();
}
