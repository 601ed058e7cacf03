import assert from 'node:assert/strict';
import { base64url, compactDecrypt } from 'jose';

/**
 * A reader of SMART Health Links, written from the specification alone with fetch and jose: it knows nothing of the server but the link. What it
 * is given it checks as a strict reader would.
 */

export interface Payload {
  readonly url: string;
  readonly key: string;
  readonly exp?: number;
  readonly flag?: string;
  readonly label?: string;
  readonly v?: number;
}

export interface Resource {
  readonly resourceType: string;
  readonly type?: string;
  readonly entry?: { readonly fullUrl: string; readonly resource: Resource }[];
  readonly [name: string]: unknown;
}

interface ManifestFile {
  readonly contentType: string;
  readonly location?: string;
  readonly embedded?: string;
}

/** §Construct a SMART Health Link Payload: with or without the address of a viewer before it. */
export function payloadOf(link: string): Payload {
  const [, encoded = ''] = /^(?:https?:\/\/[^#]*#)?shlink:\/([\w-]+)$/.exec(link) ?? [];
  const payload = JSON.parse(new TextDecoder().decode(base64url.decode(encoded))) as Payload;
  assert.ok(payload.url.length <= 128, 'the manifest URL has 128 characters at most');
  assert.equal(payload.key.length, 43);
  assert.equal(base64url.decode(payload.key).length, 32);
  assert.match(payload.flag ?? '', /^L?P?U?$/, 'flags in alphabetical order');
  assert.ok((payload.label ?? '').length <= 80);
  return payload;
}

/** §Manifest Request: the bare answer. */
export function asked({ url }: Payload, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://reader.example.org' },
    body: JSON.stringify(body),
  });
}

/** The whole of a link: its manifest asked for, every file fetched and decrypted. */
export async function readLink(link: string, body: { recipient: string; passcode?: string; embeddedLengthMax?: number }) {
  const payload = payloadOf(link);
  const answer = await asked(payload, body);
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  const { files } = (await answer.json()) as { files: ManifestFile[] };
  assert.ok(files.length > 0);
  const nonces = new Set<string>();
  const resources: Resource[] = [];
  for (const file of files) {
    assert.equal(file.contentType, 'application/fhir+json');
    assert.ok((file.embedded === undefined) !== (file.location === undefined), 'embedded or location');
    const sealed = file.embedded ?? (await fetched(file.location ?? ''));
    if (file.embedded !== undefined) assert.ok(file.embedded.length <= (body.embeddedLengthMax ?? Number.POSITIVE_INFINITY));
    const nonce = sealed.split('.')[2] ?? '';
    assert.ok(!nonces.has(nonce), 'a nonce of its own');
    nonces.add(nonce);
    resources.push(await opened(sealed, payload.key));
  }
  return { files, resources, headers: answer.headers };
}

async function fetched(location: string): Promise<string> {
  const answer = await fetch(location, { headers: { origin: 'https://reader.example.org' } });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.match(answer.headers.get('content-type') ?? '', /^application\/jose/);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  return answer.text();
}

/** §Encrypting and Decrypting Files. */
export async function opened(sealed: string, key: string): Promise<Resource> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, base64url.decode(key));
  assert.deepEqual([protectedHeader.alg, protectedHeader.enc, protectedHeader.cty], ['dir', 'A256GCM', 'application/fhir+json']);
  return JSON.parse(new TextDecoder().decode(plaintext)) as Resource;
}

/** The resources of a type in a bundle. */
export function inBundle(bundle: Resource | undefined, type: string): Resource[] {
  return (bundle?.entry ?? []).map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
}
