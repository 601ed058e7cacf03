/**
 * A key out of a passkey of this device: the authenticator computes 32 bytes from a salt, the same each time, after it knew the person again; no
 * server and no network take part.
 *
 * Source: WebAuthn Level 3 §10.1.4 (prf).
 */
interface Answered {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: ArrayBuffer | ArrayBufferView } };
}
const random = (bytes: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(bytes));

/** Whether this browser says that it can. */
export async function hasPasskeyKeys(): Promise<boolean> {
  try {
    return (await PublicKeyCredential.getClientCapabilities())['extension:prf'] === true;
  } catch {
    return false;
  }
}

/** Makes a passkey for the card alone. `undefined` when the authenticator has no such keys; rejects when the person gives up. */
export async function makePasskey(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: 'Socle' },
      user: { id: random(16), name, displayName: name },
      pubKeyCredParams: [
        { type: 'public-key', alg: -7 },
        { type: 'public-key', alg: -257 },
      ],
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      extensions: { prf: {} },
    },
  });
  if (!(made instanceof PublicKeyCredential)) return undefined;
  const { prf } = made.getClientExtensionResults() as Answered;
  return prf?.enabled === true ? new Uint8Array(made.rawId) : undefined;
}

/** The 32 bytes of that passkey for that salt. Rejects when the person gives up or the passkey is not here. */
export async function passkeySecret(
  credential: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const got = await navigator.credentials.get({
    publicKey: {
      challenge: random(32),
      allowCredentials: [{ type: 'public-key', id: credential }],
      userVerification: 'required',
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  const first =
    got instanceof PublicKeyCredential ? (got.getClientExtensionResults() as Answered).prf?.results?.first : undefined;
  if (first === undefined) throw new Error('the passkey gave no key');
  return ArrayBuffer.isView(first) ? new Uint8Array(first.buffer as ArrayBuffer).slice(0, 32) : new Uint8Array(first);
}
