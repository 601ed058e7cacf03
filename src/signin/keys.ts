import { generateKeyPair, type JsonWebKey, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '#store';

const pair = promisify(generateKeyPair);

/** A private key as a JWK, with what it is used for. */
export type SigningKey = JsonWebKey & { readonly kid: string; readonly alg: 'ES256' | 'RS256'; readonly use: 'sig' };

export interface SigninKeys {
  /** ES256 signs Socle's own tokens; RS256 the id_tokens of software that expects what Pro Santé Connect gives. */
  readonly signing: { readonly es256: SigningKey; readonly rs256: SigningKey };
  /** For the provider's cookies. */
  readonly cookies: readonly string[];
  /** The secret of the web spaces, which are clients of the provider like any other. */
  readonly webSecret: string;
}

/** The keys of sign-in, made once and sealed in the store; every server on the database shares them. */
export async function obtainKeys(store: Store): Promise<SigninKeys> {
  const text = (bytes: Buffer): string => bytes.toString('utf8');
  const signing = JSON.parse(text(await store.secrets.obtain('signin/signing-keys', makeSigning))) as SigninKeys['signing'];
  const cookies = text(await store.secrets.obtain('signin/cookie-key', makeSecret));
  const webSecret = text(await store.secrets.obtain('signin/web-client', makeSecret));
  return { signing, cookies: [cookies], webSecret };
}

async function makeSigning(): Promise<Uint8Array> {
  const es = await pair('ec', { namedCurve: 'P-256' });
  const rs = await pair('rsa', { modulusLength: 2048 });
  const jwk = (key: typeof es.privateKey, alg: SigningKey['alg']): SigningKey => ({
    ...key.export({ format: 'jwk' }),
    kid: `${alg.toLowerCase()}-${randomBytes(6).toString('hex')}`,
    alg,
    use: 'sig',
  });
  return Buffer.from(JSON.stringify({ es256: jwk(es.privateKey, 'ES256'), rs256: jwk(rs.privateKey, 'RS256') }));
}

async function makeSecret(): Promise<Uint8Array> {
  return Buffer.from(randomBytes(32).toString('base64url'));
}
