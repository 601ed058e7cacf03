import type { FastifyInstance } from 'fastify';
import { Refusal } from '#kernel';
import { flagBits, type MailboxPermit, type SpecialUse, type UidRanges } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { partOf, shownMessage } from './mailReading.ts';
import { number } from './mailThreads.ts';
import { malformed } from './words.ts';

type OfMessage = { Params: { mailbox: string; content: string } };
type OfPart = { Params: { mailbox: string; content: string; section: string } };
const most = 500;
const places = ['inbox', 'archive', 'trash', 'junk'] as const satisfies readonly SpecialUse[];

/** One message as it is read, and what may be done with messages: marks, moves, their end. */
export function mailMessageRoutes(app: FastifyInstance, deps: SpaceDeps, { enter }: MailDoor): void {
  const { mail } = deps.messaging;

  app.get<OfMessage>('/:mailbox/messages/:content', async (request) => {
    const permit = await enter(request, 'read');
    const base = `/api/pro/mail/${request.params.mailbox}/messages/${request.params.content}`;
    return shownMessage(await mail.raw(permit, number('content', request.params.content)), base);
  });
  app.get<OfPart>('/:mailbox/messages/:content/parts/:section', async (request, reply) => {
    const permit = await enter(request, 'read');
    const raw = await mail.raw(permit, number('content', request.params.content));
    const part = partOf(raw, request.params.section);
    return deps.sendInside(reply, part?.type, part?.bytes);
  });
  app.get<OfMessage>('/:mailbox/messages/:content/source', async (request, reply) => {
    const permit = await enter(request, 'read');
    const raw = await mail.raw(permit, number('content', request.params.content));
    return deps.sendInside(reply, 'message/rfc822', raw);
  });

  // By the hand of who read it: a receipt never leaves by itself for having been looked at (RFC 8098 §2.1).
  app.post<OfMessage>('/:mailbox/messages/:content/receipt', async (request, reply) => {
    const { mailbox } = await enter(request, 'write');
    const content = number('content', request.params.content);
    const outcome = await deps.messaging.reports.receipt(mailbox.id, content, { is: 'displayed' });
    if (outcome === 'not-asked' || outcome === 'not-allowed') throw noReceipt();
    return reply.code(204).send();
  });

  app.post<OfMailbox & WithBody>('/:mailbox/flags', { bodyLimit: 32_768 }, async (request, reply) => {
    const permit = await enter(request, 'write');
    const { seen, flagged, answered } = request.body ?? {};
    const wanted = { seen, flagged, answered };
    for (const [name, value] of Object.entries(wanted)) {
      if (value === undefined) continue;
      if (typeof value !== 'boolean') throw malformed(name);
    }
    for (const [folder, ranges] of chosen(request.body)) {
      for (const how of ['add', 'remove'] as const) {
        const flags = bits(wanted, how === 'add');
        if (flags !== 0) await mail.flag(permit, folder, ranges, { how, flags, keywords: [] });
      }
    }
    return reply.code(204).send();
  });
  app.post<OfMailbox & WithBody>('/:mailbox/move', { bodyLimit: 32_768 }, async (request, reply) => {
    const permit = await enter(request, 'write');
    const to = await target(permit, request.body?.to);
    for (const [folder, ranges] of chosen(request.body)) if (folder !== to.id) await mail.move(permit, folder, ranges, to.name);
    return reply.code(204).send();
  });
  // For good: only what lies in the bin or is a draft; anything else is moved to the bin first.
  app.post<OfMailbox & WithBody>('/:mailbox/removal', { bodyLimit: 32_768 }, async (request, reply) => {
    const permit = await enter(request, 'write');
    const folders = await mail.folders(permit);
    const erasable = new Set(folders.filter(({ special }) => special === 'trash' || special === 'drafts').map(({ id }) => id));
    for (const [folder, ranges] of chosen(request.body)) {
      if (!erasable.has(folder)) throw malformed('messages');
      await mail.flag(permit, folder, ranges, { how: 'add', flags: flagBits.deleted, keywords: [] });
      await mail.expunge(permit, folder, ranges);
    }
    return reply.code(204).send();
  });

  const target = async (permit: MailboxPermit, to: unknown): Promise<{ id: number; name: string }> => {
    const folders = await mail.folders(permit);
    const isPlace = places.some((place) => place === to);
    const found = folders.find(({ id, special }) => (isPlace ? special === to : String(id) === String(to)));
    if (found === undefined) throw malformed('to');
    return found;
  };
}

function noReceipt(): Refusal {
  return new Refusal(
    'messaging.no-receipt',
    {
      fr: 'Ce message ne demande pas d’accusé, ou à une adresse douteuse : répondez-lui par un message.',
      en: 'This message asks for no receipt, or to a doubtful address: answer it by a message.',
    },
    { source: 'RFC 8098 §2.1' },
  );
}

function bits(wanted: Readonly<Record<'seen' | 'flagged' | 'answered', unknown>>, value: boolean): number {
  return (['seen', 'flagged', 'answered'] as const).reduce((sum, name) => sum | (wanted[name] === value ? flagBits[name] : 0), 0);
}

/** `messages: [{ folder, uid }]` by folder. Refuses `http.malformed` for none, or more than 500. */
function chosen(body: Record<string, unknown> | null): Map<number, UidRanges> {
  const messages = body?.messages;
  if (!Array.isArray(messages) || messages.length === 0 || messages.length > most) throw malformed('messages');
  const found = new Map<number, (readonly [number, number])[]>();
  for (const one of messages as readonly unknown[]) {
    const { folder, uid } = typeof one === 'object' && one !== null ? (one as Record<string, unknown>) : {};
    const [at, n] = [number('messages', folder), number('messages', uid)];
    found.set(at, [...(found.get(at) ?? []), [n, n]]);
  }
  for (const ranges of found.values()) ranges.sort(([a], [b]) => a - b);
  return found;
}
