import { randomInt } from 'node:crypto';
import { numberPlace } from './chart.ts';
import { openLetter } from './letters.ts';
import type { Asks, Deposits, Gets, Load, Posts, Stream } from './load.ts';

/** Gives the parts of the next request of a stream, ready to be written to a connection. */
export type Next = () => readonly (Buffer | string)[];

export function openRequests({ host, port }: Load, { requests }: Stream): Next {
  const common = `host: ${host}:${port}\r\n`;
  if (requests.kind === 'posts') return posts(common, requests);
  if (requests.kind === 'asks') return asks(common, requests);
  return requests.kind === 'deposits' ? deposits(common, requests) : gets(common, requests);
}

function deposits(common: string, { token, subjects }: Deposits): Next {
  const letters = subjects.map(openLetter);
  const head = `POST /fhir HTTP/1.1\r\n${common}authorization: Bearer ${token}\r\ncontent-type: application/fhir+json\r\n`;
  let n = 0;
  return () => {
    n += 1;
    const body = letters[n % letters.length]?.(n) ?? Buffer.alloc(0);
    return [`${head}content-length: ${body.length}\r\n\r\n`, body];
  };
}

function posts(common: string, { path, token, bodies }: Posts): Next {
  const head = `POST ${path} HTTP/1.1\r\n${common}authorization: Bearer ${token}\r\ncontent-type: application/fhir+json\r\n`;
  let n = randomInt(10_000_000);
  return () => {
    n += 1;
    const body = Buffer.from((bodies[n % bodies.length] ?? '').replaceAll(numberPlace, String(n)));
    return [`${head}content-length: ${body.length}\r\n\r\n`, body];
  };
}

function gets(common: string, { targets }: Gets): Next {
  const requests = targets.map(({ path, token }) => [`GET ${path} HTTP/1.1\r\n${common}authorization: Bearer ${token}\r\n\r\n`]);
  return () => requests[Math.floor(Math.random() * requests.length)] ?? [];
}

function asks(common: string, { cookie, targets }: Asks): Next {
  const head = `${common}cookie: ${cookie}\r\nx-socle: web\r\n`;
  const requests = targets.map(({ path, body }) => {
    if (body === undefined) return [`GET ${path} HTTP/1.1\r\n${head}\r\n`];
    const bytes = Buffer.from(body);
    return [`POST ${path} HTTP/1.1\r\n${head}content-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`, bytes];
  });
  return () => requests[Math.floor(Math.random() * requests.length)] ?? [];
}
