import type { FastifyInstance } from 'fastify';
import { unknownId } from '#kernel';
import type { Contest } from '#oversight';
import type { Tellable } from '#record';
import type { SpaceDeps } from './deps.ts';
import { atTheScreen } from './person.ts';
import { malformed } from './words.ts';

/** "Je ne reconnais pas cet accès", under `/api/carnet`: the person's cases, and a new one about a line of their log. */
export async function contestRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { oversight } = deps;
  const { log } = deps.record;
  const mine = atTheScreen(deps);
  app.get('/contests', async (request) => {
    const { call, record } = await mine(request);
    const all = await oversight.contests(call, record);
    if (all.length === 0) return [];
    const told = await log.told(call, record);
    const lines = all.map(({ seq, line }) => ({ seq, ...toldOf(line) }));
    const shown = new Set((await told(lines)).map(({ seq }) => seq));
    return all.filter(({ seq }) => shown.has(seq)).map(contestAnswer);
  });
  app.post<{ Body: { seq?: unknown; words?: unknown } | null }>('/contests', async (request, reply) => {
    const { call, record } = await mine(request);
    const { seq, words } = request.body ?? {};
    if (typeof seq !== 'number') throw malformed('seq');
    // What the log does not tell is not contested, and nobody learns of it by trying.
    const isLine = Number.isSafeInteger(seq) && seq >= 1;
    if (!isLine || (await log.line(call, record, seq)) === undefined) throw unknownId();
    return reply.code(201).send(contestAnswer(await oversight.contest(call, record, seq, words)));
  });
}

/** Of a contested line, what its telling is decided by. */
function toldOf({ who, thing, of: id, secret }: Contest['line']): Tellable {
  const object = thing === undefined || id === undefined ? {} : { object: { kind: thing, id } };
  return { who, ...object, ...(secret === undefined ? {} : { secret }) };
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
