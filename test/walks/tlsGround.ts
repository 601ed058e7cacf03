import { request } from 'node:https';
import type { SecureVersion } from 'node:tls';
import { openDirectory } from '#directory';
import { type Certificates, openCertificates } from '#signin';
import { freePort } from '../socle.ts';
import { type Ground, openGround } from './ground.ts';

/** A Socle that listens by TLS too, with the demonstration authority of its database opened a second time. */
export interface TlsGround extends Ground {
  readonly tls: string;
  readonly certificates: Certificates;
  /** Asks the TLS listener, on a connection of its own, with this certificate or none. */
  byTls(path: string, asked?: TlsAsk): Promise<TlsAnswer>;
}

export interface TlsAsk {
  readonly method?: string;
  readonly as?: { readonly pem: string; readonly key: string };
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly version?: SecureVersion;
}

export interface TlsAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

export async function openTlsGround(publicHttps = false): Promise<TlsGround> {
  const port = await freePort();
  const tls = `https://localhost:${port}`;
  const ground = await openGround({ tls: { port, url: tls }, ...(publicHttps ? { publicUrl: tls } : {}) });
  const { store, settings } = ground;
  const publicUrl = settings.publicUrl;
  const certificates = openCertificates(store, {
    directory: openDirectory(store),
    demo: true,
    publicUrl,
    log: () => undefined,
  });
  const ca = (await certificates.authorities()).map(({ pem }) => pem);
  return {
    ...ground,
    tls,
    certificates,
    byTls: (path, { as, body, version, ...asked } = {}) =>
      new Promise((resolve, reject) => {
        const client = as === undefined ? {} : { cert: as.pem, key: as.key };
        const only = version === undefined ? {} : { minVersion: version, maxVersion: version };
        const sent = request(new URL(path, tls), { ...asked, agent: false, ca, ...client, ...only }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        });
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}
