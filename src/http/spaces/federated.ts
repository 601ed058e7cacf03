import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, type Citizen, unknownId } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

const longestIssuer = 500;

/**
 * `GET /federated`: the accounts elsewhere that open the signed-in person's own carnet, `{ items: [{ issuer, linkedAt, usedAt }] }`.
 * `POST /federated/unlink` with `{ issuer }` cuts one, at once for the next sign-in; traced. For the person alone: nobody who acts for them
 * sees or cuts how they sign in. Refuses `http.malformed`, `id.unknown`.
 */
export function federatedRoutes(app: FastifyInstance, { sessions, federated, trace, clock }: SpaceDeps): void {
  const own = async (request: FastifyRequest): Promise<{ actor: Citizen; call: Call }> => {
    const actor = await sessions.citizen(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { actor, call: { actor, at: clock(), requestId: request.id } };
  };
  app.get('/federated', async (request) => {
    const { actor } = await own(request);
    const links = await federated.list(actor.record);
    return {
      items: links.map(({ issuer, linkedAt, usedAt }) => ({
        issuer,
        linkedAt: linkedAt.toISOString(),
        usedAt: usedAt.toISOString(),
      })),
    };
  });
  app.post<{ Body: { issuer?: unknown } | null }>('/federated/unlink', async (request, reply) => {
    const { actor, call } = await own(request);
    const issuer = request.body?.issuer;
    if (typeof issuer !== 'string' || issuer.length > longestIssuer || issuer.includes('\0')) throw malformed('issuer');
    if (!(await federated.unlink(actor.record, issuer))) throw unknownId();
    const detail = { change: 'federation-unlinked', issuer };
    await trace.journal(call, actor.record, { action: 'sign-in', outcome: 'done', detail });
    return reply.code(204).send();
  });
}
