import type { FastifyInstance } from 'fastify';
import { isWorkKind, type WorkItem } from '#ins';
import { hexOfRecordId } from '#kernel';
import type { SignedIn, SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type Fields = Readonly<Record<string, unknown>> | null;
type Listed = { Querystring: { kind?: string; closed?: string; after?: string } };

/** The work list of identities: whose, and what was found; who the person is, is told by opening the identity. */
export async function workRoutes(app: FastifyInstance, { ins }: SpaceDeps, signedIn: SignedIn): Promise<void> {
  const { vigilance } = ins;
  app.get<Listed>('/work-items', async (request) => {
    const { call } = await signedIn(request);
    const { kind, closed, after } = request.query;
    if (kind !== undefined && !isWorkKind(kind)) throw malformed('kind');
    const page = await vigilance.listWork(call, {
      closed: closed === 'true',
      ...(kind === undefined ? {} : { kind }),
      ...(after === undefined ? {} : { after }),
    });
    return { items: page.items.map(itemAnswer), ...(page.next === undefined ? {} : { next: page.next }) };
  });
  app.get('/work-items/counts', async (request) => vigilance.countWork((await signedIn(request)).call));
  for (const [path, state] of [
    ['done', 'done'],
    ['dismiss', 'dismissed'],
  ] as const)
    app.post<{ Params: { id: string }; Body: Fields }>(`/work-items/:id/${path}`, async (request) => {
      const { call } = await signedIn(request);
      return itemAnswer(await vigilance.closeWork(call, request.params.id, state, request.body?.note));
    });
}

function itemAnswer({ record, other, foundAt, closedAt, ...item }: WorkItem): object {
  return {
    ...item,
    record: hexOfRecordId(record),
    ...(other === undefined ? {} : { other: hexOfRecordId(other) }),
    foundAt: foundAt.toISOString(),
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
  };
}
