import type { FastifyRequest } from 'fastify';
import type { Actor, Citizen, Delegate, Operator, Professional } from '#kernel';
import type { Signin, WebSession } from '#signin';
import type { Cookies } from './cookies.ts';
import { acting, forged, noSession, wrongKind } from './refusals.ts';

/** Who a request of the web spaces comes from, for the routes that serve them. */
export interface SessionReader {
  /** The actor of the session's cookie; read once per request. */
  sessionOf(request: FastifyRequest): Promise<Actor | undefined>;
  /** The citizen acting for themself. Refuses `session.none`, `session.wrong-kind`, `session.acting`. */
  requireCitizen(request: FastifyRequest): Promise<Citizen>;
  /** The citizen, or the same as the delegate of another. Refuses `session.none`, `session.wrong-kind`. */
  requirePerson(request: FastifyRequest): Promise<Citizen | Delegate>;
  /** From the next request on, the session's citizen acts as that. The caller has made sure that they may. */
  become(request: FastifyRequest, actor: Citizen | Delegate): Promise<void>;
  /** The cookie that the answer to this request must carry after {@link SessionReader.become}; once. */
  renewed(request: FastifyRequest): string | undefined;
  /** Refuses `session.none`, `session.wrong-kind`. */
  requireProfessional(request: FastifyRequest): Promise<Professional>;
  /** Refuses `session.none`, `session.wrong-kind`. */
  requireOperator(request: FastifyRequest): Promise<Operator>;
  /** The session itself, with its name and its beginning. Refuses `session.none`. */
  requireSession(request: FastifyRequest): Promise<WebSession>;
  /** For every call that changes something. Refuses `session.forged` unless it comes from a page of this site. */
  requireSameSite(request: FastifyRequest): void;
}

export function openSessionReader(signin: Signin, cookies: Cookies, publicUrl: string): SessionReader {
  const fresh = new WeakMap<FastifyRequest, string>();
  const read = new WeakMap<FastifyRequest, Promise<WebSession | undefined>>();
  const webSessionOf = (request: FastifyRequest): Promise<WebSession | undefined> => {
    const found = read.get(request) ?? find(request);
    read.set(request, found);
    return found;
  };
  const find = async ({ headers }: FastifyRequest): Promise<WebSession | undefined> => {
    const id = cookies.read(headers.cookie, cookies.session);
    return id === undefined ? undefined : signin.webSessions.find(id);
  };
  const sessionOf = async (request: FastifyRequest): Promise<Actor | undefined> => (await webSessionOf(request))?.actor;
  return {
    sessionOf,
    async requireCitizen(request) {
      const actor = await sessionOf(request);
      if (actor === undefined) throw noSession();
      if (actor.kind === 'delegate') throw acting();
      if (actor.kind !== 'citizen') throw wrongKind('citizen');
      return actor;
    },
    async requirePerson(request) {
      const actor = await sessionOf(request);
      if (actor === undefined) throw noSession();
      if (actor.kind !== 'citizen' && actor.kind !== 'delegate') throw wrongKind('citizen');
      return actor;
    },
    async become(request, actor) {
      const id = cookies.read(request.headers.cookie, cookies.session);
      if (id === undefined) return;
      const next = await signin.webSessions.become(id, actor);
      fresh.set(request, cookies.set(cookies.session, next, { path: '/' }));
    },
    renewed(request) {
      const line = fresh.get(request);
      fresh.delete(request);
      return line;
    },
    async requireProfessional(request) {
      const actor = await sessionOf(request);
      if (actor === undefined) throw noSession();
      if (actor.kind !== 'professional') throw wrongKind('professional');
      return actor;
    },
    async requireOperator(request) {
      const actor = await sessionOf(request);
      if (actor === undefined) throw noSession();
      if (actor.kind !== 'operator') throw wrongKind('operator');
      return actor;
    },
    async requireSession(request) {
      const session = await webSessionOf(request);
      if (session === undefined) throw noSession();
      return session;
    },
    requireSameSite({ headers }) {
      const { origin, 'sec-fetch-site': site } = headers;
      // A page of another site cannot add this header without asking first, and nobody answers it.
      if (headers['x-socle'] !== 'web') throw forged();
      if (site !== undefined && site !== 'same-origin') throw forged();
      if (origin !== undefined && origin !== publicUrl && origin !== `http://${headers.host}`) throw forged();
    },
  };
}
