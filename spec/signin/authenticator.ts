import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A telephone with passkeys, in a few lines: what it answers can be bent as an attacker would. */
export interface Authenticator {
  /** Answers `navigator.credentials.create`, as JSON. */
  make(options: string, bent?: Bent): string;
  /** Answers `navigator.credentials.get` with the passkey it has for that host. */
  use(options: string, bent?: Bent): string;
  /** The same passkey on another device, with its counter where it stands now. */
  copy(): Authenticator;
}

export interface Bent {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** False: nobody showed who they are to the device. */
  readonly verified?: boolean;
  readonly handle?: string;
  readonly id?: string;
  /** Signs with another key. */
  readonly foreign?: boolean;
}

interface State {
  readonly id: Buffer;
  readonly key: KeyObject;
  readonly jwk: { readonly x: string; readonly y: string };
  handle: string;
  counter: number;
}

interface Options {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

/** `counts`: false for one that keeps no counter, as those of telephones do. */
export function openAuthenticator(origin: string, counts = true, given?: State): Authenticator {
  const state: State = given ?? fresh();
  const client = (type: string, challenge: string, bent: Bent): Buffer =>
    Buffer.from(
      JSON.stringify({ type, challenge: bent.challenge ?? challenge, origin: bent.origin ?? origin, crossOrigin: false }),
    );
  const authData = (rpId: string, bent: Bent, attested: Buffer): Buffer => {
    if (counts) state.counter += 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(state.counter);
    const flags = 0x01 | (bent.verified === false ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0);
    const hash = createHash('sha256')
      .update(bent.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.from([flags]), counter, attested]);
  };
  const answer = (id: Buffer, response: object): string => {
    const named = id.toString('base64url');
    return JSON.stringify({ id: named, rawId: named, type: 'public-key', clientExtensionResults: {}, response });
  };
  return {
    make(text, bent = {}) {
      const { challenge, rp, user } = JSON.parse(text) as Options;
      state.handle = user?.id ?? '';
      const clientDataJSON = client('webauthn.create', challenge, bent);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(state.id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, state.id, coseKey(state)]);
      const object = attestation(authData(rp?.id ?? '', bent, attested));
      return answer(state.id, {
        clientDataJSON: clientDataJSON.toString('base64url'),
        attestationObject: object.toString('base64url'),
        transports: ['internal'],
      });
    },
    use(text, bent = {}) {
      const { challenge, rpId = '' } = JSON.parse(text) as Options;
      const clientDataJSON = client('webauthn.get', challenge, bent);
      const data = authData(rpId, bent, Buffer.alloc(0));
      const signed = Buffer.concat([data, createHash('sha256').update(clientDataJSON).digest()]);
      const key = bent.foreign === true ? fresh().key : state.key;
      return answer(bent.id === undefined ? state.id : Buffer.from(bent.id, 'base64url'), {
        clientDataJSON: clientDataJSON.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(key).toString('base64url'),
        userHandle: bent.handle ?? state.handle,
      });
    },
    copy: () => openAuthenticator(origin, counts, { ...state }),
  };
}

function fresh(): State {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { id: randomBytes(16), key: privateKey, jwk: { x, y }, handle: '', counter: 0 };
}

/** COSE_Key of ES256: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. Source: RFC 9053 §7.1. */
function coseKey({ jwk }: State): Buffer {
  const bytes = (text: string): Buffer => Buffer.concat([Buffer.from([0x58, 32]), Buffer.from(text, 'base64url')]);
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
  return Buffer.concat([head, bytes(jwk.x), Buffer.from([0x22]), bytes(jwk.y)]);
}

/** {fmt: "none", attStmt: {}, authData}. Source: Web Authentication Level 3 §6.5.4. */
function attestation(data: Buffer): Buffer {
  const text = (word: string): Buffer => Buffer.concat([Buffer.from([0x60 | word.length]), Buffer.from(word)]);
  const length = Buffer.from([0x58, data.length]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    length,
    data,
  ]);
}
