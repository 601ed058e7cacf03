import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Http } from '#http';
import { listenTls, type TlsMaterial } from '#http';
import type { Certificates } from '#signin';
import type { TlsSettings } from './settings.ts';

export interface TlsDoor {
  /** Reads the files again and renews what ends soon; told, and as before, when they cannot be read. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

interface DoorDeps {
  readonly http: Http;
  readonly certificates: Certificates;
  readonly settings: TlsSettings;
  readonly host: string;
  readonly say: (line: string) => void;
}

const lifeDays = 90;
const renewBeforeDays = 30;

/** The TLS listener with its certificate: the operator's files, or one of the demonstration authority for the names it is reached by. */
export async function openTlsDoor({ http, certificates, settings, host, say }: DoorDeps): Promise<TlsDoor> {
  let own: { readonly cert: string; readonly key: string; readonly until: Date } | undefined;
  const demonstration = async (): Promise<{ readonly cert: string; readonly key: string }> => {
    if (own !== undefined && own.until.getTime() > Date.now() + renewBeforeDays * 86_400_000) return own;
    const name = new URL(settings.url).hostname.replace(/^\[|\]$/g, '');
    const hosts = [...new Set([name, 'localhost', '127.0.0.1', '::1', ...(isIP(host) === 0 ? [host] : [])])];
    const { pem, chain, key, notAfter } = await certificates.server(hosts, { days: lifeDays });
    own = { cert: `${pem}${chain}`, key, until: notAfter };
    return own;
  };
  const material = async (): Promise<TlsMaterial> => {
    await certificates.load();
    const { files } = settings;
    const pair =
      files === undefined
        ? await demonstration()
        : { cert: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
    return { cert: pair.cert, key: pair.key, authorities: certificates.trusted() };
  };
  const listener = await listenTls({
    handle: http.app.routing,
    upgrade: (request, socket, head) => void http.app.server.emit('upgrade', request, socket, head),
    introduce: certificates.introduce,
    material: await material(),
    host,
    port: settings.port,
  });
  return {
    async refresh() {
      try {
        listener.renew(await material());
      } catch (error) {
        say(`certificates: nothing was renewed: ${error instanceof Error ? error.message.slice(0, 200) : 'a defect'}`);
      }
    },
    close: listener.close,
  };
}
