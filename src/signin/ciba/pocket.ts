import type { IncomingMessage } from 'node:http';
import type { Keys } from '#store';

/** Whose simulated telephone this browser is: a sealed cookie of its own path, for a working day. */
export interface Pocket {
  /** The professional's identifier; undefined when nobody's, or no longer. */
  open(request: IncomingMessage): string | undefined;
  /** The header `Set-Cookie` that makes it theirs. */
  put(professional: string): string;
  empty(): string;
}

const purpose = 'signin/telephone';
const seconds = 12 * 3600;

export function openPocket(keys: Keys, publicUrl: string, clock: () => Date): Pocket {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? '__Secure-socle_ecps' : 'socle_ecps';
  const attributes = `Path=/e-cps; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  return {
    open({ headers }) {
      const sealed = new RegExp(`(?:^|;\\s*)${name}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
      if (sealed === undefined) return undefined;
      try {
        const [professional, until] = JSON.parse(
          keys.unseal(purpose, Buffer.from(sealed, 'base64url')).toString('utf8'),
        ) as unknown[];
        return typeof professional === 'string' && Number(until) > clock().getTime() ? professional : undefined;
      } catch {
        return undefined;
      }
    },
    put(professional) {
      const sealed = keys.seal(purpose, Buffer.from(JSON.stringify([professional, clock().getTime() + seconds * 1000])));
      return `${name}=${sealed.toString('base64url')}; ${attributes}; Max-Age=${seconds}`;
    },
    empty: () => `${name}=; ${attributes}; Max-Age=0`,
  };
}
