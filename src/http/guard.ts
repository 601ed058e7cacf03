import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel';
import type { Signin } from '#signin';
import { refuseJson } from './errors.ts';

export interface GuardDeps {
  readonly floods: Signin['floods'];
  readonly publicUrl: string;
}

const yearSeconds = 365 * 86_400;

/**
 * Before every route: headers that every answer carries, whoever writes it, and the limit of floods, before a body is read.
 *
 * Strict-Transport-Security goes out when the public address is https: beside a plain public address it would close that one, since it holds for
 * every port of the host. Source: RFC 6797 §8.3, §11.2.
 */
export function guard(app: FastifyInstance, { floods, publicUrl }: GuardDeps): void {
  const secure = publicUrl.startsWith('https:');
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    reply.raw.setHeader('referrer-policy', 'same-origin');
    if (secure) reply.raw.setHeader('strict-transport-security', `max-age=${yearSeconds}`);
    const seconds = floods.take(request.raw);
    if (seconds === 0) return;
    reply.header('retry-after', String(seconds));
    // What is left of the body is not waited for.
    reply.header('connection', 'close');
    return refuseJson(tooMany(seconds), reply);
  });
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Where a session's cookie counts, nothing changes unless a page of this site asks: one place for all routes, those to come too. */
export function guardChanges(app: FastifyInstance, requireSameSite: (request: FastifyRequest) => void): void {
  app.addHook('onRequest', async (request) => {
    if (!safe.has(request.method)) requireSameSite(request);
  });
}

function tooMany(seconds: number): Refusal {
  return new Refusal(
    'http.too-many',
    {
      fr: `Trop de demandes de cette adresse. Attendez ${seconds} s, puis réessayez.`,
      en: `Too many requests from this address. Wait ${seconds} s, then try again.`,
    },
    { source: 'RFC 6585 §4' },
  );
}
