import type { FastifyInstance } from 'fastify';
import { inside, show } from '#documents';
import { unknownId } from '#kernel';
import { accessRoutes } from './access.ts';
import { accountRoutes } from './account.ts';
import { appointmentRoutes } from './appointments.ts';
import { appRoutes } from './apps.ts';
import { archiveRoute } from './archive.ts';
import { conversationRoutes } from './conversations.ts';
import type { SpaceDeps } from './deps.ts';
import { federatedRoutes } from './federated.ts';
import { sendIdentityPaper } from './identityPaper.ts';
import { logRoutes } from './log.ts';
import { mandateRoutes } from './mandates.ts';
import { narrowedRoute } from './narrowed.ts';
import { paperRoutes } from './papers.ts';
import { atTheScreen, mayStillLook } from './person.ts';
import { preventionRoutes } from './prevention.ts';
import { profileRoutes } from './profile.ts';
import { analyteRef, resultsAnswer, resultsAsked } from './results.ts';
import { shareRoutes } from './share.ts';
import { takeawayRoutes } from './takeaway.ts';
import { todoRoutes } from './todo.ts';
import {
  archivedAsked,
  categories,
  categoryAsked,
  cursor,
  detail,
  foundAnswer,
  isForWords,
  listAnswer,
  logLine,
  malformed,
  summary,
  wordsAsked,
} from './words.ts';

type WithId = { Params: { id: string } };
const pageSize = 20;
/** What a person decides of who sees a document. */
const visibilities: ReadonlySet<string> = new Set(['hiddenFromProfessionals', 'hiddenFromRepresentatives']);

/**
 * The citizen's space: their own documents, who looks, their choices. Every route acts for the signed-in person, in their record or in that
 * of whom they act for now.
 */
export async function carnetRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { documents, live } = deps;
  const mine = atTheScreen(deps);

  app.get('/home', async (request) => {
    const { call, record, name } = await mine(request);
    const { items, total, since } = await documents.news(call, record, 5);
    const { counts } = await documents.list(call, record, { limit: 1 });
    const { lines } = await deps.record.log.page(call, record, {}, 50);
    const others = lines.filter(
      (line) =>
        (line.who.id !== record || line.who.app !== undefined) &&
        (['read', 'list', 'rights', 'share'].includes(line.action) || isForWords(line)),
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

  narrowedRoute(app, deps, mine);
  app.get('/results', async (request) => {
    const { call, record } = await mine(request);
    return resultsAnswer(await deps.record.series(call, record, {}), analyteRef(record));
  });
  // Which analyte one looks at is about health: it is asked in a body too.
  app.post('/results', async (request) => {
    const { call, record } = await mine(request);
    return resultsAnswer(await deps.record.series(call, record, resultsAsked(request.body)), analyteRef(record));
  });
  archiveRoute(app, '/xdm', documents, mine);
  paperRoutes(app, deps, mine);
  takeawayRoutes(app, deps, mine);
  shareRoutes(app, deps.shares, mine);
  conversationRoutes(app, deps, mine);
  preventionRoutes(app, deps, mine);
  profileRoutes(app, deps, mine);
  appointmentRoutes(app, deps, mine);
  todoRoutes(app, deps, mine);

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
  app.put<WithId & { Body: Record<string, unknown> | null }>('/documents/:id/visibility', async (request) => {
    const { call } = await mine(request);
    const asked = Object.entries(request.body ?? {}).filter(([name]) => visibilities.has(name));
    for (const [name, value] of asked) if (typeof value !== 'boolean') throw malformed(name);
    if (asked.length === 0) throw malformed('hiddenFromProfessionals');
    return summary((await documents.amend(call, request.params.id, () => Object.fromEntries(asked))).entry);
  });
  app.put<WithId & { Body: { archived?: unknown } }>('/documents/:id/archived', async (request) => {
    const { call } = await mine(request);
    const archived = request.body?.archived;
    if (typeof archived !== 'boolean') throw malformed('archived');
    return summary(await documents.setArchived(call, request.params.id, archived));
  });

  federatedRoutes(app, deps);
  appRoutes(app, deps, mine);
  await accessRoutes(app, deps);
  await mandateRoutes(app, deps);
  await accountRoutes(app, deps);

  app.get('/identity.pdf', async (request, reply) => {
    const { call, record } = await mine(request);
    await deps.rights.decide(call, record, 'list');
    const identity = await deps.ins.byRecord(record);
    if (identity === undefined) throw unknownId();
    return sendIdentityPaper(deps.trace, call, reply, identity);
  });
  await logRoutes(app, deps, mine);
  app.get('/live', async (request, reply) => {
    const { call, record } = await mine(request);
    const may = mayStillLook(deps, call, record);
    await may();
    live.open(reply, record, may);
    return reply;
  });
}
