import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '#kernel';

/** The operator's key at work: everything secret in the store is sealed with a key derived from it. */
export interface Keys {
  /** First 16 hexadecimal digits of the key's hash, to recognise a wrong key file; reveals nothing of the key. */
  readonly fingerprint: string;
  seal(purpose: string, clear: Uint8Array): Buffer;
  /** Refuses `store.wrong-key` when the text was not sealed with this key for this purpose. */
  unseal(purpose: string, sealed: Uint8Array): Buffer;
  /** HMAC-SHA-256 under a key of this purpose. */
  mac(purpose: string, ...parts: readonly Uint8Array[]): Buffer;
}

const header = 'socle-operator-key-1';

/**
 * Reads the key file, or makes it (mode 0600) when it does not exist and `mayCreate`.
 *
 * Losing this file loses every document; who copies it can read every document. `warn` gets a sentence at creation and when others
 * may read the file. Refuses `store.no-key`, `store.wrong-key`.
 */
export function openKeys(file: string, mayCreate: boolean, warn: (line: string) => void): Keys {
  const secret = readKey(file, warn) ?? (mayCreate ? makeKey(file, warn) : undefined);
  if (secret === undefined) throw noKey(file);
  // Only what is used again and again is kept: a purpose of one record is used once.
  const macKeys = new Map<string, KeyObject>();
  const keyFor = (purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', secret, header, purpose, 32)));
  const macKey = (purpose: string): KeyObject => {
    const key = macKeys.get(purpose) ?? keyFor(purpose);
    macKeys.set(purpose, key);
    return key;
  };
  return {
    fingerprint: createHash('sha256').update(secret).digest('hex').slice(0, 16),
    seal: (purpose, clear) => sealWith(keyFor(purpose), clear, Buffer.from(purpose)),
    unseal: (purpose, sealed) => unsealWith(keyFor(purpose), sealed, Buffer.from(purpose)),
    mac: (purpose, ...parts) => {
      const hmac = createHmac('sha256', macKey(purpose));
      for (const part of parts) hmac.update(part);
      return hmac.digest();
    },
  };
}

function readKey(file: string, warn: (line: string) => void): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [name, encoded] = text.trim().split(/\s+/);
  const key = Buffer.from(encoded ?? '', 'base64');
  if (name !== header || key.length !== 32) throw wrongKey('the key file is damaged', 'le fichier de clé est abîmé');
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    warn(`WARNING: other users can read the key file ${file}; run: chmod 600 ${file}`);
  }
  return key;
}

function makeKey(file: string, warn: (line: string) => void): Buffer {
  mkdirSync(dirname(file), { recursive: true });
  const key = randomBytes(32);
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, `${header} ${key.toString('base64')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(file, 0o600);
  warn(`A new operator key was made: ${file}`);
  warn(
    'WARNING: keep a copy of it in a safe place, apart from the data. Without it no document can be read again; with it anyone can.',
  );
  return key;
}

/** AES-256-GCM: 12 bytes of nonce, the text, 16 bytes of tag. `bound` is authenticated, not stored. */
export function sealWith(key: KeyObject, clear: Uint8Array, bound: Uint8Array): Buffer {
  return Buffer.concat(sealedParts(key, clear, bound));
}

/** What {@link sealWith} gives, in parts to be written one after the other: the text is not copied once more. */
export function sealedParts(key: KeyObject, clear: Uint8Array, bound: Uint8Array): Buffer[] {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(bound);
  return [nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()];
}

/** Opens what {@link sealWith} made; refuses `store.wrong-key` when key, bytes or `bound` differ. */
export function unsealWith(key: KeyObject, sealed: Uint8Array, bound: Uint8Array): Buffer {
  if (sealed.length < 28) throw wrongKey('sealed bytes are cut short', 'des octets scellés sont tronqués');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  const clear = decipher.update(sealed.subarray(12, sealed.length - 16));
  try {
    decipher.final();
  } catch {
    throw wrongKey('the sealed bytes do not open with this key', 'les octets scellés ne s’ouvrent pas avec cette clé');
  }
  return clear;
}

export function wrongKey(en: string, fr: string): Refusal {
  return new Refusal('store.wrong-key', { fr: `Clé de l’exploitant : ${fr}.`, en: `Operator key: ${en}.` });
}

function noKey(file: string): Refusal {
  return new Refusal('store.no-key', {
    fr: `Le fichier de clé ${file} manque alors que des données existent. Remettez-le en place ou indiquez-le par SOCLE_KEY_FILE.`,
    en: `The key file ${file} is missing although data exist. Put it back or name it with SOCLE_KEY_FILE.`,
  });
}
