import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const built = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Nothing from elsewhere, no inline script, no frame around us. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "font-src 'self' data:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

/** The spaces that read INS codes: their decoder is compiled in the page, from this server, and nothing else is. */
const decoding: ReadonlySet<string> = new Set(['pro', 'exploitation']);
const policyOf = (space: string): string => (decoding.has(space) ? `${policy}; script-src 'self' 'wasm-unsafe-eval'` : policy);

/** The built web spaces: /carnet, /pro, /exploitation (any path below shows the space, which routes by itself) and their files under /assets. */
export async function pageRoutes(app: FastifyInstance): Promise<void> {
  app.get('/', (_request, reply) => reply.redirect('/carnet', 302));
  // The spaces name their own icon; browsers ask for this one on the pages of sign-in.
  app.get('/favicon.ico', (_request, reply) => reply.code(204).header('cache-control', 'max-age=86400').send());
  app.get('/carnet/sw.js', (_request, reply) => {
    // Its address is deeper than what it serves: `/carnet` itself. Source: Service Workers §6.3.
    reply.header('service-worker-allowed', '/carnet');
    return page(reply, join(built, 'carnet/sw.js'), policy, 'text/javascript; charset=utf-8');
  });
  app.get('/carnet/manifest.webmanifest', (_request, reply) =>
    page(reply, join(built, 'carnet/manifest.webmanifest'), policy, 'application/manifest+json'),
  );
  for (const space of ['carnet', 'pro', 'partage', 'exploitation']) {
    const send = (_request: unknown, reply: FastifyReply): FastifyReply =>
      page(reply, join(built, space, 'index.html'), policyOf(space));
    app.get(`/${space}`, send);
    app.get(`/${space}/*`, send);
  }
  if (!existsSync(join(built, 'assets'))) return;
  await app.register(fastifyStatic, {
    root: join(built, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    setHeaders: (reply) => {
      reply.header('x-content-type-options', 'nosniff');
    },
  });
}

function page(reply: FastifyReply, file: string, security: string, type = 'text/html; charset=utf-8'): FastifyReply {
  if (!existsSync(file))
    return reply
      .code(503)
      .type('text/plain; charset=utf-8')
      .send('Les pages ne sont pas construites : npm start les construit.\n');
  return reply
    .type(type)
    .headers({
      'content-security-policy': security,
      'cache-control': 'no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .send(readFileSync(file));
}
