import type { FastifyInstance } from 'fastify';

const open = { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed() } as const;

/** What a page of another site may read of an answer beside its body. */
function exposed(): string {
  return ['Content-Location', 'ETag', 'Last-Modified', 'Location', 'Retry-After', 'X-Request-Id', 'X-Progress'].join(', ');
}

/**
 * Applications that run in a browser may ask /fhir from their own site: any site, since nothing here believes a cookie, and only an access
 * token, which a page must hold itself, opens anything. Source: SMART App Launch 2.2 §2.0.3, CORS; Fetch, CORS protocol.
 */
export function openToOrigins(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }, reply) => {
    reply.headers(open);
    // The question of a browser before another site's request; any other OPTIONS is answered as a method that is not there.
    if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined)
      return reply.code(204).headers(allowed).send();
    return undefined;
  });
}

const allowed = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'accept, authorization, content-type, dpop, if-match, if-modified-since, if-none-exist, if-none-match, prefer, x-request-id',
  'access-control-max-age': '600',
};
