import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call, Citizen } from '#kernel';
import { deviceOf, deviceWords, freshNeeded, qrOf, type SecondKind, type WaysIn, type WebSession } from '#signin';
import type { SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type Fields = Readonly<Record<string, unknown>> | null;
type Asked = { Body: Fields };
type WithId = { Params: { id: string } };

/** Within this long of a sign-in one may change how one signs in: a screen left open is not enough. */
const freshSeconds = 900;
const longestName = 40;

interface Here {
  readonly actor: Citizen;
  readonly call: Call;
  readonly session: WebSession;
}

/**
 * How the person signs in: seen and changed by themself alone, never for somebody else. What is changed is a line of their log. No secret is
 * ever read back; what is new is shown once, in the answer that made it.
 */
export async function accountRoutes(app: FastifyInstance, { sessions, citizens, clock }: SpaceDeps): Promise<void> {
  const { ways, passkeys, enrolment, seconds, sessions: own } = citizens;
  const here = async (request: FastifyRequest): Promise<Here> => {
    const actor = await sessions.citizen(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { actor, call: { actor, at: clock(), requestId: request.id }, session: await sessions.current(request) };
  };
  const isFresh = ({ session, call }: Here): boolean => call.at.getTime() - session.startedAt.getTime() < freshSeconds * 1000;
  const fresh = async (request: FastifyRequest): Promise<Here> => {
    const found = await here(request);
    if (!isFresh(found)) throw freshNeeded();
    return found;
  };

  app.get('/account', async (request) => {
    const found = await here(request);
    const { record } = found.actor;
    const [now, open] = await Promise.all([ways.of(record), own.of(record)]);
    return {
      ...waysTold(now),
      fresh: isFresh(found),
      passkeysPossible: passkeys.possible,
      emailPossible: seconds.emailPossible,
      sessions: open.map(({ name, device, since, seen }) => ({
        id: name,
        device,
        since: since.toISOString(),
        seen: seen.toISOString(),
        here: name === found.session.name,
      })),
    };
  });

  app.post('/account/passkeys/offer', async (request) => {
    const { actor, session } = await fresh(request);
    return passkeys.offer(session.name, actor);
  });
  app.post<Asked>('/account/passkeys', async (request, reply) => {
    const { actor, call, session } = await fresh(request);
    const { state, answer, name } = request.body ?? {};
    const passkey = await passkeys.made(session.name, text(state, 'state'), text(answer, 'answer'));
    await ways.add(call, actor, { kind: 'passkey', passkey, name: nameOf(name, request) });
    return reply.code(201).send({});
  });
  app.delete<WithId>('/account/passkeys/:id', async (request, reply) => {
    const { actor, call } = await fresh(request);
    await ways.removePasskey(call, actor.record, idOf(request));
    return reply.code(204).send();
  });

  app.post<Asked>('/account/password/begin', async (request) => {
    const { actor, session } = await fresh(request);
    const { login, password, again, kind, email = '' } = request.body ?? {};
    const wish = {
      login: text(login, 'login'),
      password: text(password, 'password'),
      again: text(again, 'again'),
      kind: kindOf(kind),
      email: text(email, 'email'),
    };
    const { address, ...begun } = await enrolment.begin(session.name, actor.record, actor.name, wish);
    return { ...begun, ...(address === undefined ? {} : { qr: await qrOf(address) }) };
  });
  app.post<Asked>('/account/password', async (request, reply) => {
    const { actor, call, session } = await fresh(request);
    const { draft, code } = request.body ?? {};
    const password = await enrolment.finish(session.name, actor.record, text(draft, 'draft'), text(code, 'code'));
    return reply.code(201).send({ codes: await ways.add(call, actor, { kind: 'password', password }) });
  });
  app.delete('/account/password', async (request, reply) => {
    const { actor, call } = await fresh(request);
    await ways.removePassword(call, actor.record);
    return reply.code(204).send();
  });
  app.post('/account/recovery-codes', async (request, reply) => {
    const { actor, call } = await fresh(request);
    return reply.code(201).send({ codes: await ways.renewRecoveryCodes(call, actor.record) });
  });

  // Ending is always allowed: whoever sees a stranger's session must not have to sign in again first.
  app.delete<WithId>('/account/sessions/:id', async (request, reply) => {
    const { actor, call } = await here(request);
    await own.end(call, actor.record, idOf(request));
    return reply.code(204).send();
  });
  app.post('/account/sessions/end-others', async (request) => {
    const { actor, call, session } = await here(request);
    return { ended: await own.endOthers(call, actor.record, session.name) };
  });
}

function waysTold({ passkeys, login, second, recoveryCodesLeft, recoveryUsedAt, demo, anewAt, activation }: WaysIn): object {
  return {
    passkeys: passkeys.map(({ id, name, backedUp, since, used }) => ({
      id,
      name,
      backedUp,
      since: since.toISOString(),
      used: used.toISOString(),
    })),
    ...(login === undefined ? {} : { login }),
    ...(second === undefined
      ? {}
      : {
          second: { kind: second.kind, since: second.since.toISOString(), ...(second.to === undefined ? {} : { to: second.to }) },
        }),
    recoveryCodesLeft,
    ...(recoveryUsedAt === undefined ? {} : { recoveryUsedAt: recoveryUsedAt.toISOString() }),
    demo,
    ...(anewAt === undefined ? {} : { anewAt: anewAt.toISOString() }),
    ...(activation === undefined ? {} : { activation: { until: activation.until.toISOString() } }),
  };
}

function text(value: unknown, at: string): string {
  if (typeof value !== 'string' || value.includes('\0')) throw malformed(at);
  return value;
}

function kindOf(value: unknown): SecondKind {
  if (value !== 'totp' && value !== 'email') throw malformed('kind');
  return value;
}

function idOf({ params }: FastifyRequest<WithId>): string {
  if (!/^[\w-]{1,1400}$/.test(params.id)) throw malformed('id');
  return params.id;
}

/** As the person calls it, else by what the browser says it is. */
function nameOf(value: unknown, { headers }: FastifyRequest): string {
  const given = value === undefined ? '' : text(value, 'name').trim().slice(0, longestName);
  return given === '' ? deviceWords(deviceOf(headers['user-agent'])) : given;
}
