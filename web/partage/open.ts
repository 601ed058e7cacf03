import type { Sentence } from '../kit/shapes.ts';
import { bytesOf, type Payload } from './link.ts';

/** A FHIR resource as it came; what is read of it is checked where it is read. */
export type Resource = Readonly<Record<string, unknown>>;

/** The server refused; the sentences are its own, where it gave them. */
export class Refused extends Error {
  readonly status: number;
  readonly sentence: Sentence | undefined;
  /** Tries of the passcode that are left, where the passcode was the matter. */
  readonly remainingAttempts: number | undefined;

  constructor(status: number, sentence: Sentence | undefined, remainingAttempts: number | undefined) {
    super(`refused with ${status}`);
    this.status = status;
    this.sentence = sentence;
    this.remainingAttempts = remainingAttempts;
  }
}

export interface Reader {
  readonly recipient: string;
  readonly passcode?: string;
}

interface ManifestFile {
  readonly contentType: string;
  readonly embedded?: string;
  readonly location?: string;
}

export interface OpenedLink {
  readonly resources: readonly Resource[];
  /** Files that could not be had: withdrawn in the meantime, or lost on the way. */
  readonly missing: number;
}

/**
 * Asks for the manifest of a link, then for each file, and opens them here, in the browser: the key never leaves it. `onFile` hears of each as it
 * comes. A file that does not come leaves the others. Throws {@link Refused}. Source: SMART Health Links 1.0, Manifest Request.
 */
export async function openLink(
  payload: Payload,
  reader: Reader,
  onFile: (done: number, of: number) => void,
): Promise<OpenedLink> {
  const answer = await asked(payload.url, { method: 'POST', body: JSON.stringify(reader) });
  const { files } = (await answer.json()) as { files: readonly ManifestFile[] };
  const key = await crypto.subtle.importKey('raw', bytesOf(payload.key), 'AES-GCM', false, ['decrypt']);
  const resources: Resource[] = [];
  let missing = 0;
  for (const [index, { contentType, embedded, location }] of files.entries()) {
    onFile(index, files.length);
    if (contentType !== 'application/fhir+json') continue;
    const sealed = embedded ?? (await fetched(location ?? ''));
    if (sealed === undefined) missing += 1;
    else resources.push(await unsealed(sealed, key));
  }
  return { resources, missing };
}

/** A place is good for three requests: one more is asked when the line was cut. */
async function fetched(location: string): Promise<string | undefined> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await (await asked(location, { method: 'GET' })).text();
    } catch (error) {
      if (error instanceof Refused) return undefined;
    }
  }
  return undefined;
}

export async function leaveNote(payload: Payload, reader: Reader, words: string): Promise<void> {
  await asked(`${payload.url}/notes`, { method: 'POST', body: JSON.stringify({ ...reader, words }) });
}

async function asked(url: string, init: RequestInit): Promise<Response> {
  const headers = init.body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url, { ...init, headers, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
  if (answer.ok) return answer;
  const said = (await answer.json().catch(() => ({}))) as { sentence?: Sentence; remainingAttempts?: number };
  throw new Refused(answer.status, said.sentence, said.remainingAttempts);
}

/** JWE compact, `dir` and `A256GCM`: the header is authenticated with the text. Throws when the key is not that of the file. */
async function unsealed(sealed: string, key: CryptoKey): Promise<Resource> {
  const [header = '', , iv = '', text = '', tag = ''] = sealed.split('.');
  const { alg, enc, zip } = JSON.parse(new TextDecoder().decode(bytesOf(header))) as Record<string, unknown>;
  if (alg !== 'dir' || enc !== 'A256GCM' || zip !== undefined) throw new Error('a file that this page does not open');
  const [body, mark] = [bytesOf(text), bytesOf(tag)];
  const whole = new Uint8Array(body.length + mark.length);
  whole.set(body);
  whole.set(mark, body.length);
  const params = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: new TextEncoder().encode(header), tagLength: 128 };
  const clear = await crypto.subtle.decrypt(params, key, whole);
  return JSON.parse(new TextDecoder().decode(clear)) as Resource;
}
