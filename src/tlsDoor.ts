import type { Http } from '#http';
import { listenTls } from '#http';
import type { Certificates } from '#signin';
import { namesOf, openServerCertificate } from './serverCertificate.ts';
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

/** The TLS listener with its certificate: the operator's files, or one of the demonstration authority for the names it is reached by. */
export async function openTlsDoor({ http, certificates, settings, host, say }: DoorDeps): Promise<TlsDoor> {
  const material = openServerCertificate({ certificates, files: settings.files, names: namesOf(settings.url, host) });
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
