import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** More than any refresh request needs. */
const most = 16 * 1024;

/**
 * An application without a secret renews by its refresh token alone, and need not say its client id again, which proves nothing: it is added
 * here, from the token, before the provider reads the request. Everything else goes on as it came.
 *
 * In: a request to the token endpoint, its body unread; `clientOf` gives the client without a secret that a refresh token belongs to.
 * Source: SMART App Launch 2.2 §2.0.11; RFC 6749 §6.
 */
export async function withClientOfRenewal(
  request: IncomingMessage,
  clientOf: (refreshToken: string) => Promise<string | undefined>,
): Promise<IncomingMessage> {
  const { method, headers } = request;
  const length = Number(headers['content-length'] ?? Number.NaN);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
  if (method !== 'POST' || headers.authorization !== undefined || !isForm || !(length <= most)) return request;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const form = new URLSearchParams(body.toString('utf8'));
  const named = form.has('client_id') || form.has('client_assertion');
  const token = form.get('refresh_token');
  const client = form.get('grant_type') === 'refresh_token' && !named && token !== null ? await clientOf(token) : undefined;
  if (client === undefined) return again(request, body);
  form.set('client_id', client);
  return again(request, Buffer.from(form.toString()));
}

/** The same request with a body that can be read once more. */
function again(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, socket, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const headers = { ...request.headers, 'content-length': String(body.length) };
  const fields = { method, url, socket, httpVersion, httpVersionMajor, httpVersionMinor, headers, complete: true };
  return Object.assign(Readable.from([body], { objectMode: false }), fields) as unknown as IncomingMessage;
}
