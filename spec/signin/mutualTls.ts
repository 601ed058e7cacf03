import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { House } from './house.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Card {
  readonly cert: string;
  readonly key: string;
}

/** An authority made up for a test, and what it signs. */
export async function openTestAuthority(): Promise<{ readonly ca: string; issue(name: string): Promise<Card> }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const common = { ...dates, signingAlgorithm: algorithm };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: 'CN=Autorité d’essai',
    keys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  return {
    ca: authority.toString('pem'),
    async issue(name) {
      const own = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const made = await x509.X509CertificateGenerator.create({
        ...common,
        subject: name,
        issuer: authority.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'ip', value: '127.0.0.1' },
          ]),
        ],
      });
      const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', own.privateKey)).toString('base64');
      return { cert: made.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n` };
    },
  };
}

/** The house behind a listener that asks for client certificates without demanding them. */
export async function listenTls(
  house: () => Pick<House, 'signin'>,
  { ca, ...server }: Card & { ca: string },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const listener = createServer({ ...server, ca, requestCert: true, rejectUnauthorized: false }, (asked, answer) => {
    const { signin } = house();
    if (asked.url !== '/fhir/test') return signin.handler(asked, answer);
    signin.caller(asked.headers.authorization, asked).then(
      (caller) => answer.end(JSON.stringify({ actor: caller.actor })),
      (error: { code: string }) => answer.writeHead(401).end(JSON.stringify({ code: error.code })),
    );
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void listener.close(() => resolve())),
  };
}

/** `fetch` by a connection that holds this certificate, or none. */
export function fetchWith(ca: string, card?: Card) {
  return (url: string, options: { method?: string; headers?: unknown; body?: unknown } = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const { method = 'GET', body } = options;
      const headers = Object.fromEntries(new Headers(options.headers as Record<string, string>).entries());
      const asked = request(url, { method, headers, ca, agent: false, ...card }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const given = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
          resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 0, headers: given }));
        });
      });
      asked.once('error', reject);
      asked.end(body === undefined || body === null ? undefined : String(body));
    });
}
