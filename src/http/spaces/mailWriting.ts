import type { FastifyInstance } from 'fastify';
import { compose, type Draft, flagBits, type MailboxPermit, type ParsedMessage, parseMessage, type UidRanges } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { partOf, shownMessage } from './mailReading.ts';
import { number } from './mailThreads.ts';
import { type Files, type Kept, type Written, written } from './mailWritten.ts';
import { malformed } from './words.ts';

type OfDraft = { Params: { mailbox: string; uid: string } };

/** Messages that are written here: drafts, kept as messages of their folder, and what is sent. */
export function writingRoutes(app: FastifyInstance, { messaging }: SpaceDeps, { enter }: MailDoor): void {
  const { mail, post, mailboxes } = messaging;
  // Files come as base64 in JSON.
  const bodyLimit = Math.ceil(post.mostBytes * 1.4) + 1024 * 1024;

  app.post<OfMailbox & WithBody>('/:mailbox/route', { bodyLimit: 4096 }, async (request) => {
    const permit = await enter(request, 'write');
    const address = request.body?.address;
    if (typeof address !== 'string' || address.length > 300) throw malformed('address');
    const route = await post.route(permit.call, address.trim(), permit);
    return { address: route.address, where: route.where, isCitizen: isCitizen(route.address) };
  });
  app.post<OfMailbox & WithBody>('/:mailbox/messages', { bodyLimit }, async (request, reply) => {
    const permit = await enter(request, 'write');
    const asked = written(request.body ?? {});
    const bytes = await compose(await draftOf(permit, asked));
    const addresses = new Set([...asked.to, ...asked.cc].map(({ address }) => address.toLowerCase()));
    const sent = await post.send(permit, { recipients: [...addresses].map((address) => ({ address })), bytes, keepIn: 'sent' });
    if (asked.answers !== undefined) {
      const { folder, uid } = asked.answers;
      await mail.flag(permit, folder, [[uid, uid]], { how: 'add', flags: flagBits.answered | flagBits.seen, keywords: [] });
    }
    if (asked.draft !== undefined) await dropDraft(permit, asked.draft);
    return reply.code(201).send({ content: sent.content, delivered: sent.delivered.length, queued: sent.queued.length });
  });

  app.post<OfMailbox & WithBody>('/:mailbox/drafts', { bodyLimit }, async (request, reply) => {
    const permit = await enter(request, 'write');
    return reply.code(201).send(await keepDraft(permit, written(request.body ?? {})));
  });
  // A message never changes: the new one is kept before the old one goes, and has a number of its own.
  app.put<OfDraft & WithBody>('/:mailbox/drafts/:uid', { bodyLimit }, async (request) => {
    const permit = await enter(request, 'write');
    const uid = number('uid', request.params.uid);
    const kept = await keepDraft(permit, { ...written(request.body ?? {}), draft: uid });
    await dropDraft(permit, uid);
    return kept;
  });
  app.get<OfDraft>('/:mailbox/drafts/:uid', async (request) => {
    const permit = await enter(request, 'read');
    const { raw, content } = await draftAt(permit, number('uid', request.params.uid));
    const { headers } = parseMessage(raw);
    return {
      ...shownMessage(raw, `/api/pro/mail/${request.params.mailbox}/messages/${content}`),
      content,
      receipt: headers.has('disposition-notification-to'),
      alone: headers.get('sensitivity')?.[0]?.trim().toLowerCase() === 'private',
      isAnswer: headers.has('in-reply-to'),
    };
  });
  app.delete<OfDraft>('/:mailbox/drafts/:uid', async (request, reply) => {
    await dropDraft(await enter(request, 'write'), number('uid', request.params.uid));
    return reply.code(204).send();
  });

  const isCitizen = (address: string): boolean => address.endsWith(`@${mailboxes.domains.citizens}`);
  const drafts = async (permit: MailboxPermit): Promise<{ readonly id: number; readonly name: string }> => {
    const found = (await mail.folders(permit)).find(({ special }) => special === 'drafts');
    if (found === undefined) throw malformed('drafts');
    return found;
  };
  const draftAt = async (permit: MailboxPermit, uid: number): Promise<{ raw: Buffer; content: number }> => {
    const { id } = await drafts(permit);
    for await (const [one] of mail.fetch(permit, id, [[uid, uid]], {}))
      if (one !== undefined) return { raw: await mail.raw(permit, one.content), content: one.content };
    throw malformed('uid');
  };
  const dropDraft = async (permit: MailboxPermit, uid: number): Promise<void> => {
    const { id } = await drafts(permit);
    const ranges: UidRanges = [[uid, uid]];
    await mail.flag(permit, id, ranges, { how: 'add', flags: flagBits.deleted, keywords: [] });
    await mail.expunge(permit, id, ranges);
  };
  const keepDraft = async (permit: MailboxPermit, asked: Written): Promise<object> => {
    const { name } = await drafts(permit);
    const bytes = await compose(await draftOf(permit, asked));
    const { uid, content } = await mail.append(permit, name, bytes, { flags: flagBits.draft | flagBits.seen });
    const { attachments } = shownMessage(bytes, '') as { attachments: readonly object[] };
    return { uid, content, attachments };
  };

  /** What was typed, with the files that lie in the mailbox already, and the thread that it belongs to. */
  const draftOf = async (permit: MailboxPermit, asked: Written): Promise<Draft> => {
    const { mailbox, call } = permit;
    const own = { name: mailbox.name, address: mailbox.address };
    const before = await threadOf(permit, asked);
    const text = asked.isFinal === 'all' && !asked.subject.includes('[FIN]') ? `[FIN] ${asked.subject}` : asked.subject;
    const headers = {
      ...(asked.receipt ? { 'Disposition-Notification-To': `<${mailbox.address}>` } : {}),
      ...(asked.isFinal === 'this' ? { 'X-MSS-MES': 'FIN' } : {}),
      ...(asked.alone ? { Sensitivity: 'Private' } : {}),
    };
    return {
      from: own,
      to: asked.to,
      cc: asked.cc,
      subject: text,
      text: asked.text,
      date: call.at,
      headers,
      attachments: [...(await keptFiles(permit, asked.kept)), ...asked.files],
      ...before,
    };
  };
  const threadOf = async (permit: MailboxPermit, { answers, draft }: Written) => {
    if (answers !== undefined) {
      const { messageId, references } = parseMessage(await mail.raw(permit, answers.content));
      return messageId === '' ? {} : { inReplyTo: messageId, references: lastOf([...references, messageId]) };
    }
    if (draft === undefined) return {};
    const { inReplyTo, references }: ParsedMessage = parseMessage((await draftAt(permit, draft)).raw);
    const [first] = inReplyTo;
    return first === undefined ? {} : { inReplyTo: first, references: lastOf(references) };
  };
  const keptFiles = async (permit: MailboxPermit, kept: readonly Kept[]): Promise<Files> => {
    const raws = new Map<number, Buffer>();
    for (const content of new Set(kept.map((one) => one.content))) raws.set(content, await mail.raw(permit, content));
    return kept.map(({ content, section }) => {
      const part = partOf(raws.get(content) ?? Buffer.alloc(0), section);
      if (part === undefined) throw malformed('kept');
      const isNamed = part.fileName !== undefined && part.fileName !== '';
      return { filename: isNamed ? String(part.fileName) : `piece-${section}`, contentType: part.type, content: part.bytes };
    });
  };
}

/** RFC 5322 lets a long list be cut: the first, which began the thread, and the last ones. */
function lastOf(references: readonly string[]): readonly string[] {
  return references.length <= 50 ? references : [...references.slice(0, 1), ...references.slice(-49)];
}
