import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign, calculateJwkThumbprint, compactVerify, createLocalJWKSet, FlattenedSign, importJWK, type JWK } from 'jose';
import type { Store } from '#store';

const pair = promisify(generateKeyPair);

/** Signs what leaves the log: its checkpoints and its exports. */
export interface LogKey {
  /** The public key as a JWK Set, for whoever verifies. */
  readonly published: PublishedKeys;
  /** A compact JWS of these words. */
  sign(type: string, payload: string): Promise<string>;
  /** The same as a flattened JSON JWS. */
  signFlattened(type: string, payload: string): Promise<{ payload: string; protected: string; signature: string }>;
}

export interface PublishedKeys {
  readonly keys: readonly JWK[];
}

const alg = 'EdDSA';

/** The log's Ed25519 key, made once and sealed in the store under the operator's key; every server on the database shares it. */
export async function obtainLogKey({ secrets }: Pick<Store, 'secrets'>): Promise<LogKey> {
  const jwk = JSON.parse((await secrets.obtain('trace/signing-key', makeKey)).toString('utf8')) as JsonWebKey & JWK;
  const { d: _, ...open } = jwk;
  const kid = await calculateJwkThumbprint(open as JWK);
  const key = await importJWK(jwk, alg);
  const header = (typ: string) => ({ alg, kid, typ });
  return {
    published: { keys: [{ ...(open as JWK), kid, alg, use: 'sig' }] },
    sign: (type, payload) => new CompactSign(Buffer.from(payload)).setProtectedHeader(header(type)).sign(key),
    async signFlattened(type, payload) {
      const signed = await new FlattenedSign(Buffer.from(payload)).setProtectedHeader(header(type)).sign(key);
      return { payload: signed.payload, protected: signed.protected ?? '', signature: signed.signature };
    },
  };
}

async function makeKey(): Promise<Uint8Array> {
  const { privateKey } = await pair('ed25519');
  return Buffer.from(JSON.stringify(privateKey.export({ format: 'jwk' })));
}

/** The words of a compact JWS of this type, when one of the keys signed it; else undefined. */
export async function signedWords(jws: string, type: string, { keys }: PublishedKeys): Promise<string | undefined> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet({ keys: [...keys] }), {
      algorithms: ['EdDSA', 'Ed25519', 'ES256'],
    });
    return protectedHeader.typ === type ? Buffer.from(payload).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
