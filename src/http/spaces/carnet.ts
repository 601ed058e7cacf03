import type { FastifyInstance } from 'fastify';
import { show } from '#documents';
import type { RecordId } from '#kernel';
import type { TraceLine } from '#trace';
import { accessRoutes } from './access.ts';
import { archiveRoute } from './archive.ts';
import type { SpaceDeps } from './deps.ts';
import { mandateRoutes } from './mandates.ts';
import { atTheScreen, mayStillLook } from './person.ts';
import { resultsAnswer, resultsAsked } from './results.ts';
import {
  archivedAsked,
  categories,
  categoryAsked,
  cursor,
  detail,
  foundAnswer,
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
  const { documents, trace, live } = deps;
  const mine = atTheScreen(deps);

  /** What happened to a document that waits to be announced would announce it. */
  const told = async (record: RecordId, lines: readonly TraceLine[]): Promise<readonly TraceLine[]> => {
    const untold = await documents.untold(record);
    return untold.size === 0 ? lines : lines.filter(({ object }) => object === undefined || !untold.has(object.id));
  };

  app.get('/home', async (request) => {
    const { call, record, name } = await mine(request);
    const { items, total, since } = await documents.news(call, record, 5);
    const { counts } = await documents.list(call, record, { limit: 1 });
    const lines = await told(record, await trace.lines(record, undefined, 50));
    const others = lines.filter(
      (line) =>
        line.who.id !== record &&
        (['read', 'list', 'rights'].includes(line.action) || isForWords(line)) &&
        (call.actor.kind === 'citizen' || tellsNoSecret(line)),
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

  app.get<WithId>('/documents/:id', async (request) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    const of = await documents.related(call, entry.id);
    return detail(entry, await show(entry), `/api/carnet/documents/${entry.id}`, of);
  });
  app.get<WithId>('/documents/:id/pdf', async (request, reply) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    return deps.sendInside(reply, 'application/pdf', (await show(entry)).pdf);
  });
  app.get<{ Params: { id: string; index: string } }>('/documents/:id/attachments/:index', async (request, reply) => {
    const { call } = await mine(request);
    const entry = await documents.read(call, request.params.id);
    const inside = (await show(entry)).attachments[Number(request.params.index)];
    return deps.sendInside(reply, inside?.mediaType, inside?.content);
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

  await accessRoutes(app, deps);
  await mandateRoutes(app, deps);

  app.get<{ Querystring: { before?: string } }>('/log', async (request) => {
    const { record } = await deps.sessions.citizen(request);
    const before = Number(request.query.before);
    const lines = await trace.lines(record, Number.isSafeInteger(before) && before > 0 ? before : undefined, 61);
    const page = lines.slice(0, 60);
    const last = page.at(-1);
    const items = oneReadingEach(await told(record, page)).map((line) => logLine(line, record));
    return { items, ...(lines.length > 60 && last !== undefined ? { next: last.seq } : {}) };
  });
  app.get('/live', async (request, reply) => {
    const { call, record } = await mine(request);
    const may = mayStillLook(deps, call, record);
    await may();
    live.open(reply, record, may);
    return reply;
  });
}

/** Of the lines that a delegate may read, those that surely name nothing hidden from them. */
const tellsNoSecret = ({ secret, object }: TraceLine): boolean => secret !== true && object === undefined;

const isForWords = ({ action, outcome, detail }: TraceLine): boolean =>
  action === 'search' && outcome === 'done' && detail?.by === 'words';

/** A document and the PDF inside it are two requests and two lines of the trace, but one reading for a person; so are words as they are typed. */
function oneReadingEach(lines: readonly TraceLine[]): readonly TraceLine[] {
  return lines.filter((line, index) => {
    const newer = lines[index - 1];
    if (newer === undefined || newer.who.id !== line.who.id) return true;
    const sameRead = newer.action === 'read' && line.action === 'read' && newer.object?.id === line.object?.id;
    const same = sameRead || (isForWords(newer) && isForWords(line));
    return !(same && Date.parse(newer.at) - Date.parse(line.at) < 60_000);
  });
}
