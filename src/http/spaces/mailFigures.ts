import type { FastifyInstance } from 'fastify';
import { figuresCsv, type Mailbox, mailboxKinds } from '#messaging';
import type { SignedIn, SpaceDeps } from './deps.ts';
import { malformed } from './words.ts';

type Query = { Querystring: { month?: string; kind?: string; after?: string } };

const page = 50;

/** Secure messaging for its operator: figures, the queue by domain, mailboxes and their state. Nothing of any message, nobody's matricule. */
export async function mailFiguresRoutes(app: FastifyInstance, { messaging }: SpaceDeps, signedIn: SignedIn): Promise<void> {
  const { figures, outgoing, mailboxes } = messaging;

  app.get<Query>('/mail/figures', async (request) => {
    const { call } = await signedIn(request);
    return { ...(await figures.of(call, request.query.month)), months: await figures.months(call) };
  });
  app.get<Query>('/mail/figures.csv', async (request, reply) => {
    const { call } = await signedIn(request);
    const found = await figures.of(call, request.query.month);
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="messagerie-${found.month}.csv"`)
      .send(figuresCsv(found));
  });
  app.get('/mail/queue', async (request) => outgoing.queue((await signedIn(request)).call));
  app.post<{ Params: { domain: string } }>('/mail/queue/:domain/retry', async (request) => {
    const { call } = await signedIn(request);
    return { recipients: await outgoing.retry(call, request.params.domain) };
  });
  app.get<Query>('/mail/mailboxes', async (request) => {
    await signedIn(request);
    const { kind, after } = request.query;
    const known = mailboxKinds.find((one) => one === kind && one !== 'CIT');
    if (kind !== undefined && known === undefined) throw malformed('kind');
    if (after !== undefined && after.length > 254) throw malformed('after');
    const found = await mailboxes.list({
      limit: page + 1,
      ...(after === undefined ? {} : { after }),
      ...(known === undefined ? {} : { kind: known }),
    });
    const items = found.slice(0, page);
    const last = found.length > page ? items.at(-1)?.address : undefined;
    return { items: items.map(mailboxAnswer), ...(last === undefined ? {} : { next: last }) };
  });
}

function mailboxAnswer({
  address,
  kind,
  name,
  state,
  listRouge,
  openedAt,
  closedAt,
  messages,
  usedBytes,
  quotaBytes,
}: Mailbox): object {
  return {
    address,
    kind,
    name,
    state,
    listRouge,
    openedAt: openedAt.toISOString(),
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
    messages,
    usedBytes,
    quotaBytes,
  };
}
