import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { professionLabel } from '#directory';
import { type Delegate, type Professional, Refusal } from '#kernel';
import { deviceOf, languageOf, pageHeaders, parseLanguage, refusalPage, renderPage, type Signin } from '#signin';
import type { Keys } from '#store';
import { backPath, homes, type Kind } from './back.ts';
import { cookiesFor } from './cookies.ts';
import { entrySeconds, openEntry, sealEntry } from './entry.ts';
import { entryLost, noSession, wrongKind } from './refusals.ts';
import { openRelyingParty } from './relyingParty.ts';
import { openSessionReader, type SessionReader } from './session.ts';

export interface EntranceDeps {
  readonly signin: Signin;
  readonly keys: Keys;
  readonly publicUrl: string;
  readonly clock?: () => Date;
  /** For whom a delegate acts now; undefined when their mandate is over. */
  readonly actingOf?: (delegate: Delegate) => Promise<Acting | undefined>;
  /** Whether a professional has yet to say that they understood that looks are told; never when absent. */
  readonly noticeDue?: (professional: Professional) => Promise<boolean>;
}

/** The person for whom somebody acts, and what they may do for them. */
export interface Acting {
  readonly id: string;
  readonly name: string;
  readonly kind: 'legal' | 'adult';
  readonly purposes: readonly string[];
}

export interface Entrance extends SessionReader {
  /** `app.register(entrance.plugin)`: `/oidc/*`, `/auth/*`, `/e-cps/*`, `/entrer/*`, `/api/session`, `/api/session/end`. */
  readonly plugin: (app: FastifyInstance) => Promise<void>;
}

export function openEntrance({
  signin,
  keys,
  actingOf = nobody,
  noticeDue,
  clock = () => new Date(),
  ...deps
}: EntranceDeps): Entrance {
  const publicUrl = new URL(deps.publicUrl).origin;
  const cookies = cookiesFor(publicUrl);
  const sessions = openSessionReader(signin, cookies, publicUrl);
  const party = openRelyingParty(signin, publicUrl);

  /** A person who came by another name of this host is sent to the public one first: their cookies must be of that name. */
  const enter = (kind: Kind) => async (request: FastifyRequest<{ Querystring: Asked }>, reply: FastifyReply) => {
    if (request.headers.host !== new URL(publicUrl).host) return reply.redirect(`${publicUrl}${request.url}`, 302);
    const { url, entry } = await party.begin(kind, localAddress(request), parseLanguage(request.query.langue));
    const sealed = sealEntry(keys, { ...entry, kind, back: backPath(request.query.retour, kind), at: clock().getTime() });
    reply.header('set-cookie', cookies.set(cookies.entry(entry.state), sealed, { path: '/entrer', maxAge: entrySeconds }));
    return reply.header('cache-control', 'no-store').redirect(url.href, 303);
  };

  const comeBack = async (request: FastifyRequest<{ Querystring: Record<string, string> }>, reply: FastifyReply) => {
    const state = request.query.state ?? '';
    if (!/^[\w-]{20,100}$/.test(state)) throw entryLost();
    const name = cookies.entry(state);
    reply.header('cache-control', 'no-store').header('set-cookie', cookies.clear(name, '/entrer'));
    const entry = openEntry(keys, cookies.read(request.headers.cookie, name), state, clock());
    if (request.query.error === 'access_denied') return reply.redirect(homes[entry.kind], 303);
    const actor = await party.finish(entry, new URL(request.url, publicUrl), localAddress(request));
    if (actor.kind !== entry.kind) throw wrongKind(entry.kind);
    const former = cookies.read(request.headers.cookie, cookies.session);
    if (former !== undefined) await signin.webSessions.end(former);
    const id = await signin.webSessions.start(actor, deviceOf(request.headers['user-agent']));
    reply.header('set-cookie', cookies.set(cookies.session, id, { path: '/' }));
    return reply.redirect(entry.back, 303);
  };

  const session = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('cache-control', 'no-store');
    const actor = await sessions.sessionOf(request);
    if (actor?.kind === 'citizen') return { kind: actor.kind, name: actor.name };
    if (actor?.kind === 'operator') return { kind: actor.kind, id: actor.id, name: actor.name };
    if (actor?.kind === 'delegate') {
      const { id, name } = actor;
      const found = await actingOf(actor);
      // Their mandate is over: they are back in their own carnet.
      if (found === undefined) await sessions.become(request, { kind: 'citizen', record: id, name });
      const cookie = sessions.renewed(request);
      if (cookie !== undefined) reply.header('set-cookie', cookie);
      return { kind: 'citizen', name, ...(found === undefined ? {} : { acting: found }) };
    }
    if (actor?.kind !== 'professional') throw noSession();
    const { kind, id, name, profession, structure } = actor;
    const told = { kind, id, name, professionLabel: professionLabel(profession), structure };
    return (await noticeDue?.(actor)) === true ? { ...told, noticeDue: true } : told;
  };

  const end = async (request: FastifyRequest, reply: FastifyReply) => {
    sessions.requireSameSite(request);
    const id = cookies.read(request.headers.cookie, cookies.session);
    if (id !== undefined) await signin.webSessions.end(id);
    await signin.endProviderSession(request.headers.cookie);
    reply.header('set-cookie', cookies.clear(cookies.session, '/'));
    // Who came by a provider outside leaves there too: the page goes on to that address.
    const next = signin.federation.exitOf(request.headers.cookie);
    return next === undefined ? reply.code(204).send() : reply.send({ next });
  };

  return {
    ...sessions,
    plugin: async (app) => {
      for (const url of ['/oidc/*', '/auth', '/auth/*', '/e-cps', '/e-cps/*']) {
        app.route({
          method: ['GET', 'HEAD', 'POST', 'OPTIONS', 'DELETE', 'PUT', 'PATCH'],
          url,
          // Before the body is read: the provider reads it itself.
          onRequest: async (request, reply) => {
            reply.hijack();
            signin.handler(request.raw, reply.raw);
          },
          handler: async () => undefined,
        });
      }
      await app.register(async (entry) => {
        entry.setErrorHandler(showRefusal);
        entry.get('/entrer/citoyen', enter('citizen'));
        entry.get('/entrer/pro', enter('professional'));
        entry.get('/entrer/exploitation', enter('operator'));
        entry.get('/entrer/retour', comeBack);
      });
      app.get('/api/session', session);
      app.post('/api/session/end', end);
    },
  };
}

/** Where to come back to, and the language of the space that the person comes from. */
interface Asked {
  readonly retour?: string;
  readonly langue?: string;
}

const nobody = async (): Promise<undefined> => undefined;

/** People navigate to these addresses: they get a page, not JSON. */
async function showRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!(error instanceof Refusal)) request.log.error(error);
  const away = {
    fr: 'La connexion n’est pas possible pour le moment. Réessayez dans un instant.',
    en: 'Signing in is not possible now.',
  };
  const known = error instanceof Refusal;
  const status = !known ? 500 : error.code === 'store.unavailable' ? 503 : 400;
  await reply
    .code(status)
    .headers(pageHeaders())
    .send(renderPage(refusalPage(known ? error.sentence : away), languageOf(request.raw)));
}

function localAddress(request: FastifyRequest): string {
  const { address, family, port } = request.server.server.address() as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`;
}
