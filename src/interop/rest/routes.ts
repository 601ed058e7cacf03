import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fhirRefusal } from '#fhir';
import type { Call } from '#kernel';
import type { Caller, Signin } from '#signin';
import { type Looks, sendTold } from './answer.ts';
import type { Ask, Place, Told } from './ask.ts';
import { capabilities } from './capability.ts';
import type { RestDesk } from './desk.ts';
import { exportRoutes } from './exportRoutes.ts';
import { bodyLimits } from './limits.ts';
import { formatAsked } from './media.ts';
import { openToOrigins } from './origins.ts';
import { notSupported } from './place.ts';
import { preferOf } from './prefer.ts';
import { notAllowedTold, refusalOf, refusalTold } from './refuse.ts';
import { methodsAt, patterns, type Route, routes } from './serve.ts';
import { smartConfiguration } from './smart.ts';
import { openSocket } from './socket.ts';

export interface RestDeps extends Omit<RestDesk, 'base' | 'find'> {
  readonly signin: Pick<Signin, 'caller'>;
  /** Where clients reach us, without a slash at the end. */
  readonly publicUrl: string;
}

/** The FHIR R4 service under /fhir. Source: FHIR R4 §3.1; PDSm ITI-65, 66, 67, 68 and 105; Bulk Data Access 2.0.0. */
export async function restRoutes(app: FastifyInstance, deps: RestDeps): Promise<void> {
  const { signin, publicUrl, clock, model } = deps;
  const desk: RestDesk = {
    ...deps,
    base: `${publicUrl}/fhir`,
    find(verb, path) {
      if (isMetadata(path)) return { place: {}, serve: async () => aboutServer(verb) };
      const found = patterns.find(verb, path);
      return found === undefined ? undefined : { place: found.place, serve: (ask) => found.pattern.serve(desk, ask) };
    },
  };
  const { base } = desk;
  readBodies(app);
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', requestId(request)));
  app.setErrorHandler((error, request, reply) =>
    sendTold(reply, model, base, refusalTold(refusalOf(error, reply)), looksOrJson(request)),
  );
  app.setNotFoundHandler((request, reply) => sendTold(reply, model, base, nothingThere(request), looksOrJson(request)));

  openToOrigins(app);
  const tellCapabilities = capabilities(desk, clock());
  const aboutServer = (verb: string): Told =>
    verb === 'GET' ? { status: 200, body: tellCapabilities() } : notAllowedTold(['GET']);
  app.get('/metadata', (request, reply) =>
    sendTold(reply, model, base, aboutServer('GET'), looksAsked(queryOf(request), request.headers.accept)),
  );
  // Else these would be asked of a type of that name.
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/metadata',
    bodyLimit: bodyLimits.resource,
    handler: (request, reply) => sendTold(reply, model, base, aboutServer(request.method), looksOrJson(request)),
  });
  app.get('/.well-known/smart-configuration', (_request, reply) => reply.send(smartConfiguration(publicUrl)));

  for (const route of [...routes, ...exportRoutes]) {
    app.route({
      method: route.verb,
      url: route.path,
      bodyLimit: route.bodyLimit,
      handler: async (request, reply) => {
        const query = queryOf(request);
        const looks = route.ownMedia ? looksOrJson(request) : looksAsked(query, request.headers.accept);
        const caller = await signin.caller(request.headers.authorization, request.raw);
        return sendTold(reply, model, base, await route.serve(desk, askOf(request, route, query, caller, clock())), looks);
      },
    });
  }
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } });
  app.get('/ws', { websocket: true }, (socket, request) => openSocket(socket, request.raw, deps));
}

/** Bodies stay bytes until the route reads them: a refusal then names the place of the fault. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const packed = request.headers['content-encoding'] ?? 'identity';
    if (packed.trim().toLowerCase() === 'identity') done(null, body);
    else done(packedBody());
  });
}

function packedBody() {
  return fhirRefusal(
    'content-encoding',
    'Le corps est compressé : envoyez-le tel quel, sans Content-Encoding.',
    'The body is compressed: send it as it is, without Content-Encoding.',
    'Content-Encoding',
  );
}

function askOf(request: FastifyRequest, { verb }: Route, query: URLSearchParams, caller: Caller, at: Date): Ask {
  for (const name of ['_format', '_pretty']) query.delete(name);
  return {
    verb,
    place: request.params as Place,
    query,
    header: (name) => headerOf(request, name),
    body: Buffer.isBuffer(request.body) ? { contentType: request.headers['content-type'], bytes: request.body } : undefined,
    caller,
    call: callOf(request.id, caller, at),
    prefer: preferOf(headerOf(request, 'prefer')),
  };
}

function callOf(requestId: string, { actor, ground, reason, within }: Caller, at: Date): Call {
  return {
    actor,
    at,
    requestId,
    ...(ground === undefined ? {} : { ground }),
    ...(reason === undefined ? {} : { reason }),
    ...(within === undefined ? {} : { within }),
  };
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const from = request.url.indexOf('?');
  return new URLSearchParams(from < 0 ? '' : request.url.slice(from + 1));
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function looksAsked(query: URLSearchParams, accept: string | undefined): Looks {
  return { format: formatAsked(query.get('_format') ?? undefined, accept), pretty: query.get('_pretty') === 'true' };
}

/** For a refusal, which may be that no such form is known. */
function looksOrJson(request: FastifyRequest): Looks {
  try {
    return looksAsked(queryOf(request), request.headers.accept);
  } catch {
    return { format: 'json', pretty: false };
  }
}

/** The client’s own name for its request comes back; ours when it gave none. Source: FHIR R4 §3.1.0.1.12. */
function requestId(request: FastifyRequest): string {
  const given = headerOf(request, 'x-request-id') ?? '';
  return /^[\w.:-]{1,128}$/.test(given) ? given : request.id;
}

const isMetadata = (path: string): boolean => /^\/?metadata\/?$/.test(path);

/** Another method answers there, or nothing does. */
function nothingThere({ url, method }: FastifyRequest): Told {
  const path = url.replace(/\?.*$/s, '').replace(/^\/fhir/, '');
  const allowed = isMetadata(path) ? ['GET'] : methodsAt(path);
  return allowed.length === 0 ? refusalTold(notSupported(method)) : notAllowedTold(allowed);
}
