import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { type Directory, openNational } from '#directory';
import type { Documents } from '#documents';
import type { Ins } from '#ins';
import { annuaireRoutes } from '#interop/annuaire';
import { type RestDeps, restRoutes } from '#interop/rest';
import { type Delegate, unknownId } from '#kernel';
import type { Messaging } from '#messaging';
import type { Oversight } from '#oversight';
import type { RecordViews } from '#record';
import type { Rights } from '#rights';
import type { Shares } from '#share';
import type { Certificates, ShownSignIn, Signin } from '#signin';
import type { Store } from '#store';
import type { Trace } from '#trace';
import { autoconfigRoutes, type MailPorts } from './autoconfig.ts';
import { openEntrance } from './entrance/index.ts';
import { notFound, refuseJson } from './errors.ts';
import { guard, guardChanges } from './guard.ts';
import { healthRoutes } from './health.ts';
import { linkRoutes } from './links.ts';
import { type OperatorDeps, operatorRoutes } from './operator.ts';
import { pageRoutes } from './pages.ts';
import { pkiRoutes } from './pki.ts';
import { carnetRoutes } from './spaces/carnet.ts';
import { contestRoutes } from './spaces/contests.ts';
import { proConversationRoutes } from './spaces/conversations.ts';
import type { SpaceDeps } from './spaces/deps.ts';
import { directoryRoutes } from './spaces/directory.ts';
import { exploitationRoutes } from './spaces/exploitation.ts';
import { openLive } from './spaces/live.ts';
import { proMailRoutes } from './spaces/mail.ts';
import { documentMailRoutes } from './spaces/mailExchange.ts';
import { proRoutes } from './spaces/pro.ts';
import { wellKnownRoutes } from './wellKnown.ts';

export interface HttpDeps {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly directory: Directory;
  readonly signin: Signin;
  readonly certificates: Certificates;
  readonly rights: Rights;
  readonly shares: Shares;
  readonly documents: Documents;
  readonly record: RecordViews;
  readonly oversight: Oversight;
  readonly messaging: Messaging;
  /** Where mail is spoken, once it is. */
  readonly mailPorts: () => MailPorts | undefined;
  readonly engine: Omit<RestDeps, 'signin' | 'documents' | 'record' | 'ins' | 'publicUrl' | 'clock' | 'keys'>;
  readonly publicUrl: string;
  readonly territory: { readonly demo: boolean; readonly name: string };
  readonly declareToInsi: OperatorDeps['declareToInsi'];
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

export interface Http {
  readonly app: FastifyInstance;
  /** Every address that answers, as `GET /fhir/:type/:id`. */
  readonly routes: readonly string[];
  /** Tells the pages of a record that it changed on another server. */
  heard(record: string): void;
  close(): Promise<void>;
}

/** Every route of the server, in one table. */
export async function openHttp(deps: HttpDeps): Promise<Http> {
  const { signin, documents, record, ins, trace, rights, directory, store, publicUrl, clock } = deps;
  const app = Fastify({
    loggerInstance: errorsOnly(deps.log),
    genReqId: () => randomUUID(),
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    logController: new LogController({ disableRequestLogging: true }),
  });
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((verb) => `${verb} ${url}`)));
  const live = openLive(trace);
  const actingOf = async (actor: Delegate) => {
    const profiles = await rights.profiles({ actor, at: clock(), requestId: 'session' });
    const found = profiles.find(({ record }) => record === actor.record);
    return found && { id: found.record, name: found.name, kind: found.mandate.kind, purposes: found.mandate.purposes };
  };
  const entrance = openEntrance({
    signin,
    keys: store.keys,
    publicUrl,
    clock,
    actingOf,
    noticeDue: (actor) => record.notices.due({ actor, at: clock(), requestId: 'notice' }),
  });
  const sessions = {
    citizen: entrance.requireCitizen,
    person: entrance.requirePerson,
    become: entrance.become,
    current: entrance.requireSession,
    professional: entrance.requireProfessional,
    operator: entrance.requireOperator,
    sameSite: entrance.requireSameSite,
  };
  const spaces: SpaceDeps = {
    oversight: deps.oversight,
    messaging: deps.messaging,
    documents,
    record,
    rights,
    shares: deps.shares,
    trace,
    ins,
    directory,
    apps: signin.apps,
    sessions,
    citizens: signin.citizens,
    publicUrl,
    live,
    federated: signin.federation.links,
    clock,
    sendInside,
  };

  guard(app, { floods: signin.floods, publicUrl });
  await app.register(healthRoutesWith(store, clock()));
  const { engine } = deps;
  const keys = store.keys;
  await app.register(async (fhir) => restRoutes(fhir, { ...engine, signin, documents, record, ins, keys, publicUrl, clock }), {
    prefix: '/fhir',
  });
  const national = openNational(store);
  await app.register(async (annuaire) => annuaireRoutes(annuaire, { national, publicUrl, clock }), { prefix: '/annuaire/fhir' });
  await app.register(async (links) => linkRoutes(links, deps), { prefix: '/shl' });
  await app.register(async (open) => {
    open.setErrorHandler((error, _request, reply) => refuseJson(error, reply));
    await open.register(entrance.plugin);
    await wellKnownRoutes(open, { trace });
    const { mailPorts } = deps;
    const domain = deps.messaging.mailboxes.domains.professionals;
    await autoconfigRoutes(open, { publicUrl, domain, issuer: signin.issuer, mailPorts });
    await open.register(async (pki) => pkiRoutes(pki, deps), { prefix: '/pki' });
    open.get('/api/territory', async () => ({
      ...deps.territory,
      signIns: fewSignIns(await signin.accounts.shown()),
    }));
    await open.register(async (api) => {
      api.addHook('onSend', async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const cookie = entrance.renewed(request);
        if (cookie !== undefined) reply.header('set-cookie', cookie);
      });
      await api.register(async (space) => {
        guardChanges(space, entrance.requireSameSite);
        await space.register(async (carnet) => carnetRoutes(carnet, spaces), { prefix: '/api/carnet' });
        await space.register(async (carnet) => contestRoutes(carnet, spaces), { prefix: '/api/carnet' });
        await space.register(async (operator) => exploitationRoutes(operator, spaces), { prefix: '/api/exploitation' });
        await space.register(async (pro) => proRoutes(pro, spaces), { prefix: '/api/pro' });
        await space.register(async (pro) => proMailRoutes(pro, spaces), { prefix: '/api/pro/mail' });
        await space.register(async (pro) => proConversationRoutes(pro, spaces), { prefix: '/api/pro' });
        await space.register(async (pro) => documentMailRoutes(pro, spaces), { prefix: '/api/pro' });
        await space.register(async (pro) => directoryRoutes(pro, spaces, national), { prefix: '/api/pro' });
      });
      await api.register(async (operator) => operatorRoutes(operator, deps), { prefix: '/api/operator' });
    });
  });
  await pageRoutes(app);
  app.setNotFoundHandler((_request, reply) => refuseJson(notFound(), reply));
  return {
    app,
    routes,
    heard: live.heard,
    close: async () => {
      live.close();
      await app.close();
    },
  };
}

/** A visitor needs a few doors, not the whole town: those with something to say of themselves. */
function fewSignIns(all: readonly ShownSignIn[]): readonly ShownSignIn[] {
  const ofKind = (kind: ShownSignIn['kind']) => all.filter((one) => one.kind === kind && one.note !== '').slice(0, 6);
  return [...ofKind('citizen'), ...ofKind('professional'), ...ofKind('operator')];
}

/** On the root instance, so that the counters see every route. */
function healthRoutesWith(store: Store, startedAt: Date) {
  const plugin = (app: FastifyInstance): Promise<void> => healthRoutes(app, { store, startedAt });
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

/** Fastify's log, narrowed to defects: addresses with their queries, which may hold a matricule, are never written. */
function errorsOnly(log: (line: string) => void): FastifyBaseLogger {
  const quiet: FastifyBaseLogger['info'] = () => undefined;
  const tell: FastifyBaseLogger['error'] = (subject: unknown, words?: unknown) => {
    log(`${typeof words === 'string' ? words : 'error'}: ${JSON.stringify(subject)}`);
  };
  const child = (): FastifyBaseLogger => logger;
  const silent = { warn: quiet, info: quiet, debug: quiet, trace: quiet, silent: quiet };
  const logger: FastifyBaseLogger = { level: 'error', fatal: tell, error: tell, ...silent, child };
  return logger;
}

const shownAsIs = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif']);
/** A PDF is drawn in the page, where nothing of it runs; a viewer of the browser or of its owner is never opened on it unasked. */
const opened = (type: string): boolean => type.startsWith('image/');

function sendInside(reply: FastifyReply, mediaType: string | undefined, bytes: Buffer | undefined): FastifyReply {
  if (mediaType === undefined || bytes === undefined) throw unknownId();
  const type = shownAsIs.has(mediaType) ? mediaType : 'application/octet-stream';
  return reply
    .type(type)
    .headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'content-disposition': opened(type) ? 'inline' : 'attachment',
    })
    .send(bytes);
}
