import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  type VerifiedAuthenticationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { hexOfRecordId, type RecordId, recordIdOfHex } from '#kernel';
import type { Store, Tx } from '#store';
import { passkeyAt, passkeysOf, putPasskey, usePasskey } from '../citizens.sql.ts';
import { passkeyCopied, passkeyRefused, passkeysImpossible, tooManyPasskeys } from '../refusals.ts';
import { type Challenges, openChallenges } from './challenge.ts';
import { placeOf } from './place.ts';

/** What a page hands to the browser, as JSON, and the sealed text that comes back with its answer. */
export interface Asked {
  readonly options: string;
  readonly state: string;
}

/** A passkey whose making was verified, not kept yet. */
export interface NewPasskey {
  readonly id: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: string;
  readonly backedUp: boolean;
}

export interface ListedPasskey {
  /** The credential id, base64url. */
  readonly id: string;
  readonly name: string;
  /** Kept by the maker of the telephone too, and there again on the next one. */
  readonly backedUp: boolean;
  readonly since: Date;
  readonly used: Date;
}

/** Who a passkey belongs to, as its authenticator shows it. */
export interface Holder {
  readonly record: RecordId;
  readonly name: string;
}

/**
 * Passkeys: discoverable, with the person verified by their device (PIN, finger, face). The user handle is the record's opaque key: a
 * sign-in needs no login, and the table is read by record.
 *
 * Source: Web Authentication Level 3 §7.1, §7.2; the checks are those of @simplewebauthn/server, attestation is not asked for.
 */
export interface Passkeys {
  readonly possible: boolean;
  /** A question for a page of sign-in; undefined where passkeys are not possible. */
  ask(to: string): Promise<Asked | undefined>;
  /**
   * Whose passkey answered. Refuses `signin.passkey-refused`, and `signin.passkey-copied` when the counter did not grow. `failed` hears of a
   * refusal about a record that has this passkey.
   */
  answered(
    to: string,
    state: string,
    answer: string,
    failed: (record: RecordId, code: string) => Promise<void>,
  ): Promise<RecordId>;
  /**
   * What makes a new one; `anew`: those there are will end with it. Refuses `signin.passkeys-impossible`, `signin.too-many-passkeys`.
   */
  offer(to: string, holder: Holder, anew?: boolean): Promise<Asked>;
  /** Refuses `signin.passkey-refused`, `signin.passkeys-impossible`. */
  made(to: string, state: string, answer: string): Promise<NewPasskey>;
  put(tx: Tx, record: RecordId, passkey: NewPasskey, name: string, at: Date): Promise<void>;
  of(record: RecordId): Promise<readonly ListedPasskey[]>;
  sweep(at: Date): Promise<void>;
}

const most = 10;
const longestAnswer = 12_000;

export function openPasskeys(store: Store, publicUrl: string, clock: () => Date): Passkeys {
  const place = placeOf(publicUrl);
  const challenges: Challenges = openChallenges(store, clock);
  const here = () => {
    if (place === undefined) throw passkeysImpossible();
    return { expectedOrigin: place.origin, expectedRPID: place.rpId, rpID: place.rpId };
  };
  const of = async (record: RecordId): Promise<readonly ListedPasskey[]> => {
    const rows = await store.query<{ id: Buffer; name: string; backed_up: boolean; made_at: Date; used_at: Date }>(passkeysOf, [
      record,
    ]);
    return rows.map((row) => ({
      id: row.id.toString('base64url'),
      name: row.name,
      backedUp: row.backed_up,
      since: row.made_at,
      used: row.used_at,
    }));
  };
  return {
    possible: place !== undefined,
    of,
    async ask(to) {
      if (place === undefined) return undefined;
      const { challenge, state } = challenges.make(to);
      const options = await generateAuthenticationOptions({
        rpID: place.rpId,
        challenge: new Uint8Array(challenge),
        userVerification: 'required',
      });
      return { options: JSON.stringify(options), state };
    },
    async answered(to, state, answer, failed) {
      const { expectedOrigin, expectedRPID } = here();
      const expectedChallenge = await challenges.use(to, state);
      const response = parse(answer) as AuthenticationResponseJSON;
      const record = recordOfHandle(response.response?.userHandle);
      const id = Buffer.from(String(response.id), 'base64url');
      const [row] = await store.query<{ public_key: Buffer; transports: string }>(passkeyAt, [record, id]);
      if (row === undefined) throw passkeyRefused();
      const verified = await verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin,
        expectedRPID,
        requireUserVerification: true,
        // The counter is compared where it is written, so that two answers at once cannot both pass.
        credential: { id: response.id, publicKey: new Uint8Array(row.public_key), counter: 0 },
      }).catch((): Pick<VerifiedAuthenticationResponse, 'verified'> => ({ verified: false }));
      if (!verified.verified || !('authenticationInfo' in verified)) {
        await failed(record, passkeyRefused().code);
        throw passkeyRefused();
      }
      const { newCounter, credentialBackedUp } = verified.authenticationInfo;
      if ((await store.query(usePasskey, [record, id, newCounter, credentialBackedUp, clock()])).length === 0) {
        await failed(record, passkeyCopied().code);
        throw passkeyCopied();
      }
      return record;
    },
    async offer(to, { record, name }, anew = false) {
      const { rpID } = here();
      const had = anew ? [] : await of(record);
      if (had.length >= most) throw tooManyPasskeys(most);
      const { challenge, state } = challenges.make(to);
      const options = await generateRegistrationOptions({
        rpName: 'Socle – carnet de santé',
        rpID,
        userName: name,
        userDisplayName: name,
        userID: new Uint8Array(Buffer.from(hexOfRecordId(record), 'hex')),
        challenge: new Uint8Array(challenge),
        attestationType: 'none',
        excludeCredentials: had.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return { options: JSON.stringify(options), state };
    },
    async made(to, state, answer) {
      const { expectedOrigin, expectedRPID } = here();
      const expectedChallenge = await challenges.use(to, state);
      const response = parse(answer) as RegistrationResponseJSON;
      const verified = await verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin,
        expectedRPID,
        requireUserVerification: true,
      }).catch(() => undefined);
      if (verified?.registrationInfo === undefined) throw passkeyRefused();
      const { credential, credentialBackedUp } = verified.registrationInfo;
      return {
        id: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64'),
        counter: credential.counter,
        transports: (credential.transports ?? []).join(' ').slice(0, 100),
        backedUp: credentialBackedUp,
      };
    },
    async put(tx, record, { id, publicKey, counter, transports, backedUp }, name, at) {
      const key = [Buffer.from(id, 'base64url'), Buffer.from(publicKey, 'base64')];
      const made = await tx.query(putPasskey, [record, ...key, counter, transports, name, backedUp, at]);
      if (made.length === 0) throw passkeyRefused();
    },
    sweep: (at) => challenges.sweep(at),
  };
}

function parse(answer: string): object {
  if (answer.length > longestAnswer) throw passkeyRefused();
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    throw passkeyRefused();
  }
  if (typeof value !== 'object' || value === null) throw passkeyRefused();
  return value;
}

/** The handle is the 16 bytes of the record's key; a passkey that is not discoverable gives none. */
function recordOfHandle(handle: unknown): RecordId {
  const hex = typeof handle === 'string' ? Buffer.from(handle, 'base64url').toString('hex') : '';
  if (!/^[0-9a-f]{32}$/.test(hex)) throw passkeyRefused();
  return recordIdOfHex(hex);
}
