import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Call, hexOfRecordId, recordIdOfHex } from '#kernel';
import type { SpaceDeps } from './deps.ts';
import { mailboxRoutes } from './mailBoxes.ts';
import type { MailDoor } from './mailDoor.ts';
import { filingRoutes } from './mailExchange.ts';
import { mailMessageRoutes } from './mailMessages.ts';
import { templateRoutes } from './mailTemplates.ts';
import { threadRoutes } from './mailThreads.ts';
import { writingRoutes } from './mailWriting.ts';

/** Professional mail on the screen: `/api/pro/mail`. What is filed in records and what citizens write have files of their own. */
export async function proMailRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { sessions, clock, messaging } = deps;
  const signedIn = async (request: FastifyRequest): Promise<Call> => {
    const actor = await sessions.professional(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { actor, at: clock(), requestId: request.id };
  };
  const door: MailDoor = {
    signedIn,
    async enter(request, may) {
      const call = await signedIn(request);
      return messaging.mailboxes.enter(call, recordIdOfHex(request.params.mailbox), may);
    },
  };
  mailboxRoutes(app, deps, door);
  threadRoutes(app, deps, door);
  mailMessageRoutes(app, deps, door);
  writingRoutes(app, deps, door);
  templateRoutes(app, deps, door);
  filingRoutes(app, deps, door);

  app.get('/live', async (request, reply) => {
    const call = await signedIn(request);
    return follow(deps, call, request, reply);
  });
}

/** One stream for all the mailboxes of whoever is at the screen: that something changed, and in which. */
async function follow({ messaging, live, sessions }: SpaceDeps, call: Call, request: FastifyRequest, reply: FastifyReply) {
  const mine = await messaging.mailboxes.mine(call);
  live.follow(
    reply,
    (tell) => {
      const ends = mine.map(({ mailbox }) =>
        messaging.mail.watch(mailbox.id, () => tell('message', { mailbox: hexOfRecordId(mailbox.id) })),
      );
      return () => {
        for (const end of ends) end();
      };
    },
    () => sessions.professional(request),
  );
  return reply;
}
