import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Directory, displayName, professionLabel } from '#directory';
import { inside, show } from '#documents';
import { type Call, type RecordId, Refusal } from '#kernel';
import type { Access, Facts, SeenProfessional } from '#rights';
import { archiveRoute } from './archive.ts';
import type { SpaceDeps } from './deps.ts';
import { logRoutes } from './log.ts';
import { resultsAnswer, resultsAsked } from './results.ts';
import { shareRoutes } from './share.ts';
import {
  archivedAsked,
  categories,
  categoryAsked,
  cursor,
  detail,
  foundAnswer,
  groundLabel,
  isForWords,
  listAnswer,
  logLine,
  malformed,
  summary,
  wordsAsked,
} from './words.ts';

type WithId = { Params: { id: string } };
const pageSize = 20;

/** The citizen's space: their own documents, who looks, their choices. Every route acts for the signed-in person only. */
export async function carnetRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { documents, rights, trace, sessions, live, clock } = deps;

  const mine = async (request: FastifyRequest): Promise<{ call: Call; record: RecordId; name: string }> => {
    const actor = await sessions.citizen(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { call: { actor, at: clock(), requestId: request.id }, record: actor.record, name: actor.name };
  };

  app.get('/home', async (request) => {
    const { call, record, name } = await mine(request);
    const { items, total, since } = await documents.news(call, record, 5);
    const { counts } = await documents.list(call, record, { limit: 1 });
    const { lines } = await deps.record.log.page(call, record, {}, 50);
    const others = lines.filter(
      (line) => line.who.id !== record && (['read', 'list', 'rights', 'share'].includes(line.action) || isForWords(line)),
    );
    return {
      name,
      ...(since === undefined ? {} : { lastVisit: since.toISOString() }),
      newDocuments: items.map((entry) => summary(entry, since ?? new Date(0))),
      newCount: total,
      recentAccesses: others.slice(0, 5).map((line) => logLine(line, record)),
      categories: categories(counts),
    };
  });

  app.get<{ Querystring: { category?: string; archived?: string; cursor?: string } }>('/documents', async (request) => {
    const { call, record } = await mine(request);
    const { category, archived, cursor: at } = request.query;
    const after = cursor(at);
    const query = {
      limit: pageSize,
      ...categoryAsked(category),
      ...archivedAsked(archived),
      ...(after === undefined ? {} : { after }),
    };
    return listAnswer(await documents.list(call, record, query));
  });

  // The words are about health: in a body they are in no address, no history of a browser and no log of a proxy.
  app.post<{ Body: Record<string, unknown> }>('/documents/search', async (request) => {
    const { call, record } = await mine(request);
    const { words, from } = wordsAsked(request.body);
    return foundAnswer(await documents.find(call, record, words, { from, limit: pageSize }));
  });

  app.get('/results', async (request) => {
    const { call, record } = await mine(request);
    return resultsAnswer(await deps.record.series(call, record, {}));
  });
  // Which analyte one looks at is about health: it is asked in a body too.
  app.post('/results', async (request) => {
    const { call, record } = await mine(request);
    return resultsAnswer(await deps.record.series(call, record, resultsAsked(request.body)));
  });
  archiveRoute(app, '/xdm', documents, mine);
  shareRoutes(app, deps.shares, mine);

  app.get<WithId>('/documents/:id', async (request) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    const of = await documents.related(call, entry.id);
    return detail(entry, await show(entry), `/api/carnet/documents/${entry.id}`, of);
  });
  app.get<WithId>('/documents/:id/pdf', async (request, reply) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    return deps.sendInside(reply, 'application/pdf', (await inside(entry)).pdf);
  });
  app.get<{ Params: { id: string; index: string } }>('/documents/:id/attachments/:index', async (request, reply) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    const file = (await inside(entry)).attachments[Number(request.params.index)];
    return deps.sendInside(reply, file?.mediaType, file?.content);
  });
  app.put<WithId & { Body: { hiddenFromProfessionals?: unknown } }>('/documents/:id/visibility', async (request) => {
    const { call } = await mine(request);
    const hidden = request.body?.hiddenFromProfessionals;
    if (typeof hidden !== 'boolean') throw malformed('hiddenFromProfessionals');
    return summary(await documents.setHidden(call, request.params.id, hidden));
  });
  app.put<WithId & { Body: { archived?: unknown } }>('/documents/:id/archived', async (request) => {
    const { call } = await mine(request);
    const archived = request.body?.archived;
    if (typeof archived !== 'boolean') throw malformed('archived');
    return summary(await documents.setArchived(call, request.params.id, archived));
  });

  app.get('/access', async (request) => {
    const { call, record } = await mine(request);
    const facts = await rights.choices(call, record);
    const reads = (await trace.lines(record, undefined, 200)).filter((line) => line.action === 'read' && line.outcome === 'done');
    const lastReads = new Map(reads.reverse().map((line) => [line.who.id, line.at]));
    return { professionals: professionalsOf(facts, lastReads), opposition: facts.opposition };
  });
  app.put<WithId>('/blocks/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    const facts = await rights.choices(call, record);
    const known = facts.accesses.get(request.params.id)?.professional ?? (await fromDirectory(deps.directory, request.params.id));
    await rights.block(call, record, known);
    return reply.code(204).send();
  });
  app.delete<WithId>('/blocks/:id', async (request, reply) => {
    const { call, record } = await mine(request);
    if (!/^[\w.-]{1,64}$/.test(request.params.id)) throw malformed('id');
    await rights.unblock(call, record, request.params.id);
    return reply.code(204).send();
  });
  app.put<{ Body: Record<string, unknown> }>('/opposition', async (request) => {
    const { call, record } = await mine(request);
    const wished: Record<string, boolean> = {};
    for (const [name, value] of Object.entries(request.body ?? {})) {
      if (!['consultation', 'deposit', 'emergency'].includes(name) || typeof value !== 'boolean')
        throw malformed(name.slice(0, 30));
      wished[name] = value;
    }
    return rights.oppose(call, record, wished);
  });

  await logRoutes(app, deps, mine);
  app.get('/live', async (request, reply) => {
    const { record } = await mine(request);
    live.open(reply, record);
    return reply;
  });
}

/** Whoever may look, may no longer, or may not: an access that ended and is not blocked is history, told by the log. */
function professionalsOf(facts: Facts, lastReads: ReadonlyMap<string, string>): readonly object[] {
  const told = ({ professional, ground, since, until }: Access): object => ({
    ...person(professional),
    ground: groundLabel(ground),
    since: since.toISOString(),
    until: until.toISOString(),
    ...(lastReads.has(professional.id) ? { lastAccessAt: lastReads.get(professional.id) } : {}),
    blocked: facts.blocks.has(professional.id),
  });
  const onlyBlocked = [...facts.blocks.values()].filter((block) => !facts.accesses.has(block.professional.id));
  return [
    ...[...facts.accesses.values()].map(told),
    ...onlyBlocked.map(({ professional, since }) => ({ ...person(professional), since: since.toISOString(), blocked: true })),
  ];
}

function person({ id, name, profession, structure }: SeenProfessional): object {
  return { id, name, professionLabel: professionLabel(profession), structure };
}

async function fromDirectory(directory: Directory, id: string): Promise<SeenProfessional> {
  const found = await directory.professional(id);
  const [structureId] = found?.structures ?? [];
  const structure = structureId === undefined ? undefined : await directory.structure(structureId);
  if (found === undefined) {
    throw new Refusal('directory.unknown-professional', {
      fr: 'Ce professionnel n’est pas dans l’annuaire.',
      en: 'This professional is not in the directory.',
    });
  }
  return {
    id: found.id,
    name: displayName(found),
    profession: found.profession,
    structure: { id: structure?.id ?? '', name: structure?.name ?? '' },
  };
}
