import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '#kernel';
import { formForged, malformedForm } from '../refusals.ts';

const largestBody = 16 * 1024;

/** A form or a JSON text of at most 16 KiB. Refuses `signin.malformed-request`. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBody) throw malformedForm('body');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) throw malformedForm('content-type');
  return new URLSearchParams((await bodyOf(request)).toString('utf8'));
}

/**
 * A form must come from a page of this site: the browser says so itself in `Sec-Fetch-Site`, or in `Origin` when it is older.
 * Refuses `signin.forged`. The page's cookie, bound to its address, is the other half of the guard.
 */
export function requireOwnForm(request: IncomingMessage, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (site !== undefined && site !== 'same-origin') throw formForged();
  if (site === undefined && origin !== undefined && origin !== new URL(publicUrl).origin) throw formForged();
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

export function refusalBody({ code, sentence, at }: Refusal): Record<string, unknown> {
  return { code, sentence, ...(at === undefined ? {} : { at }) };
}
