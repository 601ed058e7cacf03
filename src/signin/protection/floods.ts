import type { IncomingMessage } from 'node:http';
import { peerCertificate } from '../certificates/peer.ts';
import type { Sources } from './source.ts';

/** Keeps one source from taking the whole server: asked before anything of the request is read. */
export interface Floods {
  /** Seconds after which to come back; 0 when the request may go on. Paths that are not of sign-in always may. */
  take(request: IncomingMessage): number;
}

interface Rule {
  /** How many at once, and how many a second from then on. */
  readonly burst: number;
  readonly perSecond: number;
}

/** A hospital is one address: 20 pages a second are some 150 people who sign in within a minute. */
const rules = {
  pages: { burst: 600, perSecond: 20 },
  /** What a person sends from such a page: a password to look at costs a hundred times the page. */
  forms: { burst: 200, perSecond: 10 },
  tokens: { burst: 1000, perSecond: 100 },
} as const satisfies Readonly<Record<string, Rule>>;
type Place = keyof typeof rules;

const most = 50_000;
const pages =
  /^\/(entrer|e-cps|oidc\/(auth|interaction|carte|session)|auth\/realms\/[^/]+\/protocol\/openid-connect\/(auth|logout))(\/|$)/;
const tokens = /^\/(oidc|auth)\//;
const free = /^\/(oidc\/(style\.css|jwks)|.*\/\.well-known\/)/;

/** Where a path counts; undefined where it does not. */
export function placeOf(path: string, method = 'GET'): Place | undefined {
  if (free.test(path)) return undefined;
  if (pages.test(path)) return method === 'POST' ? 'forms' : 'pages';
  return tokens.test(path) ? 'tokens' : undefined;
}

/**
 * One bucket for each source and place, in memory: a server protects itself. A software that proved its certificate, and a device on which somebody
 * signed in, have their own, which nobody else can empty; others of one address share theirs. The machine itself is not counted.
 */
export function openFloods(sources: Pick<Sources, 'flooderOf'>, clock: () => Date): Floods {
  const buckets = new Map<string, { readonly left: number; readonly at: number }>();
  return {
    take(request) {
      const place = placeOf((request.url ?? '').split('?')[0] ?? '', request.method);
      const who = place === undefined ? undefined : (peerCertificate(request)?.fingerprint256 ?? sources.flooderOf(request));
      if (place === undefined || who === undefined) return 0;
      const { burst, perSecond } = rules[place];
      const key = `${place} ${who}`;
      const now = clock().getTime() / 1000;
      const found = buckets.get(key);
      const left = found === undefined ? burst : Math.min(burst, found.left + (now - found.at) * perSecond);
      buckets.delete(key);
      if (buckets.size >= most) buckets.delete(buckets.keys().next().value ?? '');
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
    },
  };
}
