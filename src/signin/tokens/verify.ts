import type { IncomingMessage } from 'node:http';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Cuts } from '../apps/cuts.ts';
import type { Caller } from '../caller.ts';
import { tokenAudience, tokenCut, tokenExpired, tokenInvalid, tokenMissing } from '../refusals.ts';
import { type Bound, boundOf, openBinding } from './bound.ts';
import { claimName, parseSocleClaim } from './claims.ts';

const cacheSize = 10_000;
const longestToken = 8192;

interface Known {
  readonly caller: Caller;
  readonly exp: number;
  readonly jti: string;
  readonly bound?: Bound;
}

export interface VerifierPlace {
  readonly issuers: readonly string[];
  readonly audience: string;
  /** By which scheme, host and port software reaches this server. */
  readonly origins: readonly string[];
}

/**
 * Reads the header `Authorization: Bearer …`, or `DPoP …` with its proof. A token checked once is known until it expires, among the last
 * 10,000; what it is bound to is looked at each time.
 *
 * Refuses `signin.token-missing`, `signin.token-invalid` (also a token without type `at+jwt`, such as an id_token),
 * `signin.token-audience`, `signin.token-expired`, `signin.token-cut`, `signin.token-proof`, `signin.token-certificate`. Looks at no table
 * but the short list of what was cut: a token lives its hour out even when its client is removed.
 *
 * Source: RFC 9068 §4; RFC 9449 §7; RFC 8705 §3.
 */
export function openVerifier(publicKeys: JSONWebKeySet, place: VerifierPlace, clock: () => Date, cuts?: Pick<Cuts, 'holds'>) {
  const keys = createLocalJWKSet(publicKeys);
  const holds = openBinding(place.origins, clock);
  const known = new Map<string, Known>();

  const check = async (token: string): Promise<Known> => {
    const { audience, issuers } = place;
    const from = { audience, issuer: [...issuers] };
    const options = { ...from, algorithms: ['ES256'], typ: 'at+jwt', requiredClaims: ['exp', 'jti'], currentDate: clock() };
    const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
      throw refusalOf(error, place.audience);
    });
    const claim = parseSocleClaim(payload[claimName]);
    if (claim === undefined || payload.exp === undefined) throw tokenInvalid();
    const scope = typeof payload.scope === 'string' ? payload.scope : '';
    const bound = boundOf(payload.cnf);
    const caller = { ...claim, scopes: new Set(scope.split(' ').filter(Boolean)) };
    return { caller, exp: payload.exp, jti: payload.jti ?? '', ...(bound === undefined ? {} : { bound }) };
  };

  const entryOf = async (token: string): Promise<Known> => {
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
    return entry;
  };
  return {
    /** Who asks, by the header `Authorization`, and by what the token is bound to. */
    async caller(authorization: string | undefined, request?: IncomingMessage): Promise<Caller> {
      const [, scheme, token] = /^(bearer|dpop) (.*)$/is.exec(authorization ?? '') ?? [];
      if (scheme === undefined || token === undefined) throw tokenMissing();
      const entry = await entryOf(token);
      await holds(entry.bound, /^dpop$/i.test(scheme), token, request);
      return entry.caller;
    },
    /** Of whom a token speaks that somebody asks about without using it, so without proving what it is bound to. */
    meant: async (token: string): Promise<Caller> => (await entryOf(token)).caller,
  };
}

function refusalOf(error: unknown, audience: string): Error {
  if (error instanceof errors.JWTExpired) return tokenExpired();
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return tokenAudience(audience);
  return tokenInvalid();
}
