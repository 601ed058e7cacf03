import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { lookupWithin, type Targets } from './address.ts';

/** One HTTP request of a rest-hook. */
export interface Post {
  readonly method: 'POST' | 'PUT';
  readonly url: URL;
  /** `Name: value`, as the subscription has them. */
  readonly headers: readonly string[];
  readonly contentType?: string;
  readonly body: string;
  readonly timeoutSeconds: number;
}

/** Why a notification did not arrive, in words that repeat nothing of the answer: undefined when it did. */
export type Failure = string | undefined;

/**
 * Sends and gives why it failed, if it did. A redirection is not followed and counts as a failure: it could lead where the address
 * itself may not. The answer's body is not read.
 */
export function send(post: Post, targets: Targets): Promise<Failure> {
  const { url, method, body, contentType, timeoutSeconds } = post;
  const headers = Object.fromEntries(post.headers.map((line) => [nameOf(line), line.slice(line.indexOf(':') + 1).trim()]));
  return new Promise((done) => {
    const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
    const options = {
      method,
      agent: false as const,
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
      headers: {
        ...headers,
        'user-agent': 'Socle',
        'content-length': Buffer.byteLength(body),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      },
      lookup: lookupWithin(targets),
    };
    const request = begin(url, options, (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      done(status >= 200 && status < 300 ? undefined : `HTTP ${status}`);
    });
    request.on('error', (error) => done(wordOf(error, timeoutSeconds)));
    request.end(body);
  });
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).trim().toLowerCase();

function wordOf(error: Error, timeoutSeconds: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unreachable';
  return code.slice(0, 40);
}
