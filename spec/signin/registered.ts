import type { webcrypto } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import * as oidc from 'openid-client';
import { type House, secret } from './house.ts';
import { back } from './software.ts';

/** A software with a key of its own, and how it signs with it. */
export interface KeyHolder {
  readonly id: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicJwk: Record<string, unknown>;
  readonly auth: oidc.ClientAuth;
}

const structure = '1990000018';

export async function registerKeyHolder(
  { directory }: Pick<House, 'directory'>,
  id: string,
  more: { readonly profile?: 'fapi2'; readonly grants?: readonly 'ciba'[]; readonly redirectUris?: readonly string[] } = {},
): Promise<KeyHolder> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid: `${id}-1`, alg: 'ES256', use: 'sig' };
  await directory.registerSoftware([{ id, name: `Fictif ${id}`, structure, keys: { keys: [publicJwk] }, ...more }]);
  return { id, privateKey, publicJwk, auth: oidc.PrivateKeyJwt({ key: privateKey, kid: `${id}-1` }) };
}

/** A rich client of a practice, by its server: it asks for sign-ins by the backchannel. */
export async function registerCiba({ directory }: Pick<House, 'directory'>): Promise<void> {
  await directory.registerSoftware([
    { id: 'logiciel-lourd', name: 'Client Lourd Fictif', structure, secret, grants: ['ciba'] },
    { id: 'logiciel-voisin', name: 'Voisin Fictif', structure, secret, grants: ['ciba'], redirectUris: [back] },
  ]);
}
