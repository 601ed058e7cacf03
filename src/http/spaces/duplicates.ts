import type { FastifyInstance } from 'fastify';
import { type Link, type PairItem, type PairKind, pairKinds } from '#ins';
import { hexOfRecordId, type RecordId } from '#kernel';
import { recordNamed } from '#oversight';
import type { SignedIn, SpaceDeps } from './deps.ts';
import { actAnswer } from './exploitationDesk.ts';
import { identityAnswer, likenessAnswer } from './likeness.ts';
import { malformed } from './words.ts';

type WithId = { Params: { id: string }; Body: Readonly<Record<string, unknown>> | null };
type Listed = { Querystring: { kind?: string; closed?: string; undone?: string; after?: string } };

/** Records that may be one person's, and records in which two people may be: looked at, linked, taken apart. Linking takes two operators. */
export async function duplicateRoutes(app: FastifyInstance, { ins, oversight }: SpaceDeps, signedIn: SignedIn): Promise<void> {
  const { links } = ins;
  app.get<Listed>('/duplicates', async (request) => {
    await signedIn(request);
    const { kind, closed, after } = request.query;
    const page = await links.items(kindAsked(kind), closed === 'true', after);
    return { ...page, items: page.items.map(itemAnswer) };
  });
  app.get<WithId>('/duplicates/:id', async (request) => {
    const { call } = await signedIn(request);
    const { item, identities, likeness } = await links.item(call, request.params.id);
    return {
      ...itemAnswer(item),
      identities: identities.map(identityAnswer),
      ...(likeness === undefined ? {} : { likeness: likenessAnswer(likeness) }),
    };
  });
  app.post<WithId>('/duplicates/:id/merge', async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const { record, other } = await links.itemNamed(request.params.id);
    const survivor = recordNamed(request.body?.survivor);
    const linked = otherOf(survivor, record, other);
    const act = await oversight.desk.askLink(call, survivor, { kind: 'merge', linked }, request.body?.reason);
    return reply.code(201).send(actAnswer(act, actor.id));
  });
  app.post<WithId>('/duplicates/:id/dismiss', async (request) => {
    const { call } = await signedIn(request);
    return itemAnswer(await links.dismiss(call, request.params.id, request.body?.reason));
  });

  app.get<Listed>('/links', async (request) => {
    await signedIn(request);
    const { undone, after } = request.query;
    const page = await links.list(undone === 'true', after);
    return { ...page, items: page.items.map(linkAnswer) };
  });
  app.post<WithId>('/links/:id/unmerge', async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const link = await links.read(request.params.id);
    const asked = { kind: 'unmerge', linked: link.linked, link: link.id } as const;
    const act = await oversight.desk.askLink(call, link.survivor, asked, request.body?.reason);
    return reply.code(201).send(actAnswer(act, actor.id));
  });
}

function kindAsked(kind: string | undefined): PairKind | undefined {
  if (kind === undefined) return undefined;
  const found = pairKinds.find((one) => one === kind);
  if (found === undefined) throw malformed('kind');
  return found;
}

/** The record that is to go on is one of the pair; the other is linked to it. */
function otherOf(survivor: RecordId, record: RecordId, other: RecordId | undefined): RecordId {
  if (other !== undefined && survivor === record) return other;
  if (other !== undefined && survivor === other) return record;
  throw malformed('survivor');
}

function itemAnswer({ id, kind, state, foundAt, likeness, seen, closedAt, closedBy, note }: PairItem): object {
  return {
    id,
    kind,
    state,
    foundAt: foundAt.toISOString(),
    ...(likeness === undefined ? {} : { likeness: likenessAnswer(likeness) }),
    ...(seen === undefined ? {} : { seen }),
    ...(closedAt === undefined ? {} : { closedAt: closedAt.toISOString() }),
    ...(closedBy === undefined ? {} : { closedBy }),
    ...(note === undefined ? {} : { note }),
  };
}

function linkAnswer({ id, survivor, linked, since, undoneAt, ...link }: Link): object {
  return {
    ...link,
    id,
    survivor: hexOfRecordId(survivor),
    linked: hexOfRecordId(linked),
    since: since.toISOString(),
    ...(undoneAt === undefined ? {} : { undoneAt: undoneAt.toISOString() }),
  };
}
