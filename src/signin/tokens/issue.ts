import { randomBytes } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { type Actor, actorId, type Ground } from '#kernel';
import type { SigningKey } from '../keys.ts';
import { usualScopes } from '../scopes.ts';
import { claimName, type SocleClaim } from './claims.ts';

export interface IssueOptions {
  readonly scopes?: readonly string[];
  readonly ground?: Ground;
  readonly reason?: string;
  /** At most 3,600; 3,600 when absent. */
  readonly seconds?: number;
}

export interface TokenPlace {
  readonly issuer: string;
  readonly audience: string;
}

export const longestSeconds = 3600;

/** Makes access tokens of the same shape and key as the provider's (RFC 9068), without a sign-in: for the command line and the tests. */
export async function openIssuer(key: SigningKey, place: TokenPlace, clock: () => Date) {
  const privateKey = await importJWK(key, 'ES256');
  return (as: Actor, options: IssueOptions = {}): Promise<string> => {
    const at = Math.floor(clock().getTime() / 1000);
    const seconds = Math.min(options.seconds ?? longestSeconds, longestSeconds);
    const claim: SocleClaim = {
      actor: as,
      ...(options.ground === undefined ? {} : { ground: options.ground }),
      ...(options.reason === undefined ? {} : { reason: options.reason }),
    };
    const client = as.kind === 'software' ? as.id : 'socle-cli';
    return new SignJWT({
      [claimName]: claim,
      jti: randomBytes(16).toString('base64url'),
      sub: actorId(as),
      client_id: client,
      scope: (options.scopes ?? usualScopes(as)).join(' '),
      iss: place.issuer,
      aud: place.audience,
      iat: at,
      exp: at + seconds,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
      .sign(privateKey);
  };
}
