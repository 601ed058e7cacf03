import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, type Professional, type RecordId, recordIdOfHex } from '#kernel';
import { type AllowedApp, isTold, scopeWords } from '#signin';
import type { SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type Mine = (request: FastifyRequest) => Promise<{ readonly call: Call; readonly record: RecordId }>;

/**
 * `/apps` of the carnet: the applications that the person allowed or that open the carnet on the screen, what each may do, and the way to cut
 * it. Who acts for another sees and cuts those that open the other's carnet, when their mandate lets them decide (`rights.purpose` otherwise).
 */
export function appRoutes(app: FastifyInstance, { apps, rights }: SpaceDeps, mine: Mine): void {
  const shown = async (call: Call, record: RecordId): Promise<readonly AllowedApp[]> => {
    await rights.decidePurpose(call, record, 'rights');
    const all = await apps.about(record);
    return call.actor.kind === 'delegate' ? all.filter(({ opens }) => opens === record) : all;
  };
  app.get('/apps', async (request) => {
    const { call, record } = await mine(request);
    const others = call.actor.kind === 'citizen' ? await rights.profiles(call) : [];
    const names = new Map(others.map((one) => [one.record, one.name]));
    return { apps: (await shown(call, record)).map((one) => told(one, record, names)) };
  });
  app.delete<{ Params: { id: string } }>('/apps/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    const { id } = request.params;
    if (!/^[\w-]{32}$/.test(id)) throw malformed('id');
    const found = (await shown(call, record)).some((one) => one.id === id);
    await apps.cut(call.actor, record, found ? id : '');
    return reply.code(204).send();
  });
}

/** `opens`: whose carnet, when it is not the one on the screen; undefined too when that person's name is not the reader's to know. */
function told(
  { id, clientId, name, person, opens, scopes, since, until, usedAt }: AllowedApp,
  record: RecordId,
  names: ReadonlyMap<RecordId, string>,
): object {
  const whose = names.get(opens);
  return {
    id,
    clientId,
    name,
    mine: person === record,
    ...(opens === record || whose === undefined ? {} : { opens: whose }),
    may: scopes.filter(isTold).map((scope) => ({ fr: scopeWords(scope, 'fr'), en: scopeWords(scope, 'en') })),
    since: since.toISOString(),
    until: until.toISOString(),
    ...(usedAt === undefined ? {} : { usedAt: usedAt.toISOString() }),
  };
}

type SignedIn = (request: FastifyRequest) => Promise<{ readonly call: Call; readonly actor: Professional }>;

/** Applications that a professional opens on the patient before them, to whose record they must have access now. */
export function launchRoutes(app: FastifyInstance, { apps, rights }: SpaceDeps, signedIn: SignedIn): void {
  app.get('/apps', async (request) => {
    await signedIn(request);
    return { apps: await apps.launchable() };
  });
  app.post<{ Params: { record: string }; Body: { app?: unknown } | null }>('/patients/:record/launch', async (request) => {
    const { call, actor } = await signedIn(request);
    const wanted = request.body?.app;
    if (typeof wanted !== 'string' || wanted.length > 64) throw malformed('app');
    const record = recordIdOfHex(request.params.record);
    await rights.decide(call, record, 'list');
    return { url: (await apps.launch(actor, record, wanted)).href };
  });
}
