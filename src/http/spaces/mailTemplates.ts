import type { FastifyInstance } from 'fastify';
import type { Template, TemplateWords } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { malformed } from './words.ts';

type OfTemplate = { Params: { mailbox: string; id: string } };
const bodyLimit = 64 * 1024;

/** Texts to begin messages with: one's own, and those of the mailbox. */
export function templateRoutes(app: FastifyInstance, { messaging: { templates } }: SpaceDeps, { enter }: MailDoor): void {
  app.get<OfMailbox>('/:mailbox/templates', async (request) => {
    const items = await templates.list(await enter(request, 'read'));
    return { items: items.map(told) };
  });
  app.post<OfMailbox & WithBody>('/:mailbox/templates', { bodyLimit }, async (request, reply) => {
    const permit = await enter(request, 'write');
    const shared = request.body?.shared;
    if (typeof shared !== 'boolean') throw malformed('shared');
    return reply.code(201).send(told(await templates.add(permit, wordsOf(request.body), shared)));
  });
  app.put<OfTemplate & WithBody>('/:mailbox/templates/:id', { bodyLimit }, async (request) => {
    const permit = await enter(request, 'write');
    return told(await templates.change(permit, request.params.id, wordsOf(request.body)));
  });
  app.delete<OfTemplate>('/:mailbox/templates/:id', async (request, reply) => {
    await templates.remove(await enter(request, 'write'), request.params.id);
    return reply.code(204).send();
  });
}

function told({ changedAt, ...template }: Template): object {
  return { ...template, changedAt: changedAt.toISOString() };
}

function wordsOf(body: Record<string, unknown> | null): TemplateWords {
  const { name, subject = '', text } = body ?? {};
  if (typeof name !== 'string') throw malformed('name');
  if (typeof subject !== 'string') throw malformed('subject');
  if (typeof text !== 'string') throw malformed('text');
  return { name, subject, text };
}
