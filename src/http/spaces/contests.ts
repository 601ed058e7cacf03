import type { FastifyInstance } from 'fastify';
import type { Contest } from '#oversight';
import type { SpaceDeps } from './deps.ts';
import { atTheScreen } from './person.ts';
import { malformed } from './words.ts';

/** "Je ne reconnais pas cet accès", under `/api/carnet`: the person's cases, and a new one about a line of their log. */
export async function contestRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { oversight } = deps;
  const mine = atTheScreen(deps);
  app.get('/contests', async (request) => {
    const { call, record } = await mine(request);
    return (await oversight.contests(call, record)).map(contestAnswer);
  });
  app.post<{ Body: { seq?: unknown; words?: unknown } | null }>('/contests', async (request, reply) => {
    const { call, record } = await mine(request);
    const { seq, words } = request.body ?? {};
    if (typeof seq !== 'number') throw malformed('seq');
    return reply.code(201).send(contestAnswer(await oversight.contest(call, record, seq, words)));
  });
}

function contestAnswer({ id, seq, state, openedAt, dueAt, words, line, answer, answeredAt, answeredBy }: Contest): object {
  return {
    id,
    seq,
    state,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    ...(words === '' ? {} : { words }),
    about: {
      at: line.at,
      name: line.who.name,
      ...(line.who.structure === undefined ? {} : { structure: line.who.structure.name }),
    },
    ...(answer === undefined ? {} : { answer }),
    ...(answeredAt === undefined ? {} : { answeredAt: answeredAt.toISOString() }),
    ...(answeredBy === undefined ? {} : { answeredBy }),
  };
}
