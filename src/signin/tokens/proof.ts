import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, type JWTPayload, jwtVerify } from 'jose';
import { tokenProof } from '../refusals.ts';

/** A proof is good for a minute around its `iat`: clocks differ. */
const freshSeconds = 60;
const longestProof = 4096;
/** Proofs remembered at most: beyond, the oldest is forgotten before its minute is over. */
const remembered = 200_000;

const wrong = {
  missing: { fr: 'l’en-tête DPoP manque ou est double', en: 'the header DPoP is missing or doubled' },
  malformed: { fr: 'la preuve n’est pas un JWT signé « dpop+jwt »', en: 'the proof is no signed “dpop+jwt”' },
  key: { fr: 'elle est signée d’une autre clé', en: 'it is signed by another key' },
  request: { fr: 'elle vaut pour une autre demande (htm, htu)', en: 'it is for another request (htm, htu)' },
  token: { fr: 'elle vaut pour un autre jeton (ath)', en: 'it is for another token (ath)' },
  stale: { fr: 'elle n’est pas récente (iat)', en: 'it is not recent (iat)' },
  replayed: { fr: 'elle a déjà servi (jti)', en: 'it was used before (jti)' },
} as const;

/**
 * Checks the proof that comes with a token bound to a key: of this key, for this request and this token, made just now, and never seen
 * by this server. Refuses `signin.token-proof`.
 *
 * Several servers do not tell each other the proofs that they saw: within its minute one may be used at another server once more.
 *
 * Source: RFC 9449 §4.3, §7.1.
 */
export function openProofs(origins: readonly string[], clock: () => Date) {
  const seen = new Map<string, number>();
  const forget = (now: number): void => {
    for (const [id, until] of seen) {
      if (until > now && seen.size < remembered) return;
      seen.delete(id);
    }
  };
  return async ({ headersDistinct, method, url }: IncomingMessage, jkt: string, token: string): Promise<void> => {
    const [text, ...others] = headersDistinct.dpop ?? [];
    if (text === undefined || others.length > 0 || text.length > longestProof) throw tokenProof(wrong.missing);
    const now = Math.floor(clock().getTime() / 1000);
    const { payload, thumbprint } = await verified(text, clock());
    if (thumbprint !== jkt) throw tokenProof(wrong.key);
    if (payload.htm !== method || !isFor(payload.htu, origins, url ?? '')) throw tokenProof(wrong.request);
    if (payload.ath !== hash('sha256', token, 'base64url')) throw tokenProof(wrong.token);
    if (typeof payload.iat !== 'number' || Math.abs(now - payload.iat) > freshSeconds) throw tokenProof(wrong.stale);
    if (typeof payload.jti !== 'string' || payload.jti === '') throw tokenProof(wrong.malformed);
    const id = hash('sha256', `${jkt}\n${payload.jti}`, 'base64url');
    if (seen.has(id)) throw tokenProof(wrong.replayed);
    forget(now);
    seen.set(id, now + 2 * freshSeconds);
  };
}

async function verified(text: string, currentDate: Date): Promise<{ payload: JWTPayload; thumbprint: string }> {
  try {
    const options = { typ: 'dpop+jwt', algorithms: ['ES256', 'EdDSA', 'Ed25519'], currentDate };
    const { payload, protectedHeader } = await jwtVerify(text, EmbeddedJWK, options);
    const { jwk } = protectedHeader;
    if (jwk === undefined) throw new Error('no key');
    return { payload, thumbprint: await calculateJwkThumbprint(jwk) };
  } catch {
    throw tokenProof(wrong.malformed);
  }
}

/** Compared with the addresses that this server is known by, never with what the request says of its host. */
function isFor(htu: unknown, origins: readonly string[], url: string): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
  const said = new URL(htu);
  return origins.some((origin) => said.origin === origin && said.pathname === new URL(url, origin).pathname);
}
