import { createHash, createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { CompactSign, flattenedVerify } from 'jose';
import { badKey, badSignature } from './refusals.ts';

const least = 2048;

/** The key of a PEM certificate or public key. Refuses `messaging.trust-key`. Whether a certificate stands is for who names it to know. */
export function signerKey(pem: string): KeyObject {
  try {
    const key = pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
    algorithmOf(key);
    return key;
  } catch {
    throw badKey('signer');
  }
}

/** By which a signer is told from another: SHA-256 of the public key, in hexadecimal. */
export function signerName(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/**
 * Checks a detached signature: `header..signature`, over the bytes of the list as they are. The algorithm is the key's own, whatever the header says.
 * Refuses `messaging.trust-signature`. Source: RFC 7515 appendix F.
 */
export async function checkSignature(list: Buffer, signature: string, key: KeyObject): Promise<void> {
  const [, header = '', made = ''] = /^([\w-]{10,2000})\.\.([\w-]{40,2000})$/.exec(signature.trim()) ?? [];
  const jws = { protected: header, payload: list.toString('base64url'), signature: made };
  await flattenedVerify(jws, key, { algorithms: [algorithmOf(key)] }).catch(() => {
    throw badSignature();
  });
}

/** Signs a list as {@link checkSignature} checks it. Refuses `messaging.trust-key`. */
export async function signList(list: Buffer, pem: string): Promise<string> {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
    algorithmOf(createPublicKey(key));
  } catch {
    throw badKey('key');
  }
  const alg = algorithmOf(createPublicKey(key));
  const whole = await new CompactSign(list).setProtectedHeader({ alg }).sign(key);
  const [header = '', , made = ''] = whole.split('.');
  return `${header}..${made}`;
}

function algorithmOf(key: KeyObject): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  if (type === 'ec' && details?.namedCurve === 'secp384r1') return 'ES384';
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= least) return 'RS256';
  if (type === 'ed25519') return 'EdDSA';
  throw badKey('key');
}
