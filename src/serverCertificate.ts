import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { TlsMaterial } from '#http';
import type { Certificates } from '#signin';

interface Wanted {
  readonly certificates: Certificates;
  /** The operator's PEM files; absent: a certificate of the demonstration authority for `names`. */
  readonly files: { readonly certificate: string; readonly key: string } | undefined;
  readonly names: readonly string[];
}

const lifeDays = 90;
const renewBeforeDays = 30;

/** What a TLS listener shows and whom it trusts, read again at each call; its own certificate is made anew in its last month. */
export function openServerCertificate({ certificates, files, names }: Wanted): () => Promise<TlsMaterial> {
  let own: { readonly cert: string; readonly key: string; readonly until: Date } | undefined;
  const demonstration = async (): Promise<{ readonly cert: string; readonly key: string }> => {
    if (own !== undefined && own.until.getTime() > Date.now() + renewBeforeDays * 86_400_000) return own;
    const hosts = [...new Set([...names, 'localhost', '127.0.0.1', '::1'])];
    const { pem, chain, key, notAfter } = await certificates.server(hosts, { days: lifeDays });
    own = { cert: `${pem}${chain}`, key, until: notAfter };
    return own;
  };
  return async () => {
    await certificates.load();
    const pair =
      files === undefined
        ? await demonstration()
        : { cert: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
    return { cert: pair.cert, key: pair.key, authorities: certificates.trusted() };
  };
}

/** The names by which a listener of this machine is reached: that of its address, and the host when it is an IP of its own. */
export function namesOf(url: string, host: string): string[] {
  return [new URL(url).hostname.replace(/^\[|\]$/g, ''), ...(isIP(host) === 0 ? [host] : [])];
}
