import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, type Citizen, type Delegate, isRecordId } from '#kernel';
import type { Invitation, Mandate, Profile } from '#rights';
import type { SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type WithBody = { Body: Record<string, unknown> | null };
type WithId = { Params: { id: string } };

/** Who acts for whom: mandates given and received, and the carnet that is on the screen. */
export async function mandateRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { rights, sessions, clock } = deps;
  /** For themself alone: a mandate is not handed on. */
  const alone = async (request: FastifyRequest): Promise<{ call: Call; actor: Citizen }> => {
    const actor = await sessions.citizen(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { call: callOf(request, actor), actor };
  };
  const callOf = (request: FastifyRequest, actor: Citizen | Delegate): Call => ({ actor, at: clock(), requestId: request.id });

  app.get('/mandates', async (request) => {
    const { call, actor } = await alone(request);
    const { given, invitations } = await rights.mandates(call, actor.record);
    return {
      given: given.map(({ id, ...mandate }) => ({ id, ...mandateTold(mandate) })),
      invitations: invitations.map(invitationTold),
      received: (await rights.profiles(call)).map(({ record, name, mandate }) => ({ ...mandateTold(mandate), record, name })),
    };
  });
  app.post<WithBody>('/mandates', async (request, reply) => {
    const { call, actor } = await alone(request);
    const { purposes, until, categories } = request.body ?? {};
    const end = typeof until === 'string' ? new Date(until) : undefined;
    if (!areTexts(purposes)) throw malformed('purposes');
    if (end === undefined || Number.isNaN(end.getTime())) throw malformed('until');
    if (categories !== undefined && !areTexts(categories)) throw malformed('categories');
    const wish = { purposes, until: end, ...(categories === undefined ? {} : { categories }) };
    const { code, id, expires } = await rights.invite(call, actor.record, wish);
    return reply.code(201).send({ id, code, expires: expires.toISOString() });
  });
  app.post<WithBody>('/mandates/accept', async (request) => {
    const { call } = await alone(request);
    const { code } = request.body ?? {};
    if (typeof code !== 'string') throw malformed('code');
    return profileTold(await rights.accept(call, code));
  });
  app.delete<WithId>('/mandates/received/:id', async (request, reply) => {
    const { call } = await alone(request);
    const { id } = request.params;
    if (!isRecordId(id)) throw malformed('id');
    await rights.renounce(call, id);
    return reply.code(204).send();
  });
  app.delete<WithId>('/mandates/:id', async (request, reply) => {
    const { call, actor } = await alone(request);
    const { id } = request.params;
    if (!/^[\w-]{1,64}$/.test(id)) throw malformed('id');
    await rights.endMandate(call, actor.record, id);
    return reply.code(204).send();
  });

  app.get('/profiles', async (request) => {
    const actor = await sessions.person(request);
    const profiles = await rights.profiles(callOf(request, actor));
    const acting = actor.kind === 'delegate' && profiles.some(({ record }) => record === actor.record);
    return {
      own: { name: actor.name },
      others: profiles.map(profileTold),
      ...(acting ? { acting: actor.record } : {}),
    };
  });
  app.post('/profiles/own/act', async (request, reply) => {
    const actor = await sessions.person(request);
    sessions.sameSite(request);
    if (actor.kind === 'delegate') await sessions.become(request, { kind: 'citizen', record: actor.id, name: actor.name });
    return reply.code(204).send();
  });
  app.post<WithId>('/profiles/:id/act', async (request, reply) => {
    const person = await sessions.person(request);
    sessions.sameSite(request);
    const { id } = request.params;
    if (!isRecordId(id)) throw malformed('id');
    const self = person.kind === 'citizen' ? person.record : person.id;
    const actor: Delegate = { kind: 'delegate', id: self, name: person.name, record: id };
    await rights.actFor(callOf(request, actor), id);
    await sessions.become(request, actor);
    return reply.code(204).send();
  });
}

function mandateTold({ kind, name, purposes, since, until, categories }: Mandate): object {
  return {
    name,
    kind,
    purposes,
    since: since.toISOString(),
    until: until.toISOString(),
    ...(categories === undefined ? {} : { limits: { categories } }),
  };
}

function invitationTold({ id, purposes, until, expires, categories }: Invitation): object {
  return {
    id,
    purposes,
    until: until.toISOString(),
    expires: expires.toISOString(),
    ...(categories === undefined ? {} : { limits: { categories } }),
  };
}

function profileTold({ record, name, mandate, minor }: Profile): object {
  return { id: record, name, kind: mandate.kind, purposes: mandate.purposes, minor };
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 50 && value.every((one) => typeof one === 'string');
