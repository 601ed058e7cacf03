import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, hexOfRecordId, parseItemId, recordIdOfHex, unknownId } from '#kernel';
import type {
  ConversationList,
  ListedConversation,
  MailboxPermit,
  ProfessionalAct,
  ProfessionalView,
  ShownConversation,
  Written,
} from '#messaging';
import type { SpaceDeps } from './deps.ts';
import { sendFile } from './mailFile.ts';
import type { AtTheScreen } from './person.ts';
import { malformed } from './words.ts';

type WithId = { Params: { id: string } };
type WithBody = { Body: Record<string, unknown> | null };
type OfFile = { Params: { id: string; content: string; section: string } };
/** Ten photos of a phone in base64 would be more than a message may hold. */
const writtenLimit = 26 * 1024 * 1024;

/** `/api/carnet/conversations…`, `/api/carnet/messaging`: for the person whose carnet is on the screen, or who acts for them in messages. */
export function conversationRoutes(
  app: FastifyInstance,
  { messaging: { conversations } }: SpaceDeps,
  mine: (request: FastifyRequest) => Promise<AtTheScreen>,
): void {
  const here = async (request: FastifyRequest<WithId>): Promise<{ call: Call; id: string }> => {
    const { call, record } = await mine(request as FastifyRequest);
    const { id } = request.params;
    if (parseItemId(id).record !== record) throw unknownId();
    return { call, id };
  };
  app.get('/conversations', async (request) => {
    const { call, record } = await mine(request);
    return listAnswer(await conversations.list(call, record));
  });
  app.post<WithBody>('/conversations', { bodyLimit: writtenLimit }, async (request, reply) => {
    const { call, record } = await mine(request as FastifyRequest);
    const { to, subject } = request.body ?? {};
    if (typeof to !== 'string' || to.length > 254) throw malformed('to');
    if (typeof subject !== 'string') throw malformed('subject');
    const id = await conversations.begin(call, record, to, subject, writtenIn(request.body));
    return reply.code(201).send({ id });
  });
  app.get<WithId & { Querystring: { before?: string } }>('/conversations/:id', async (request) => {
    const { call, id } = await here(request as FastifyRequest<WithId>);
    const { before } = request.query;
    if (before !== undefined && !/^\d{1,15}$/.test(before)) throw malformed('before');
    const shown = await conversations.read(call, id, before === undefined ? undefined : Number(before));
    return shownAnswer(shown, `/api/carnet/conversations/${id}`);
  });
  app.post<WithId & WithBody>('/conversations/:id/messages', { bodyLimit: writtenLimit }, async (request, reply) => {
    const { call, id } = await here(request as FastifyRequest<WithId>);
    await conversations.answer(call, id, writtenIn(request.body));
    return reply.code(204).send();
  });
  app.post<WithId>('/conversations/:id/read', async (request, reply) => {
    const { call, id } = await here(request);
    await conversations.markRead(call, id);
    return reply.code(204).send();
  });
  app.get<OfFile>('/conversations/:id/messages/:content/attachments/:section', async (request, reply) => {
    const { call, id } = await here(request as unknown as FastifyRequest<WithId>);
    const { content, section } = request.params;
    if (!/^\d{1,15}$/.test(content) || !/^\d{1,4}(\.\d{1,4}){0,30}$/.test(section)) throw unknownId();
    return sendFile(reply, await conversations.file(call, id, Number(content), section));
  });
  app.get('/messaging', async (request) => {
    const { call, record } = await mine(request);
    return conversations.choices(call, record);
  });
  app.put<WithBody>('/messaging', async (request) => {
    const { call, record } = await mine(request as FastifyRequest);
    const { open, notices, email } = request.body ?? {};
    if (open !== undefined && typeof open !== 'boolean') throw malformed('open');
    if (notices !== undefined && typeof notices !== 'boolean') throw malformed('notices');
    if (email !== undefined && typeof email !== 'string') throw malformed('email');
    const wish = {
      ...(open === undefined ? {} : { open }),
      ...(notices === undefined ? {} : { notices }),
      ...(email === undefined ? {} : { email }),
    };
    await conversations.choose(call, record, wish);
    return conversations.choices(call, record);
  });
  app.post<WithBody>('/messaging/email', async (request) => {
    const { call, record } = await mine(request as FastifyRequest);
    const { code } = request.body ?? {};
    if (typeof code !== 'string' || code.length > 20) throw malformed('code');
    await conversations.confirmEmail(call, record, code);
    return conversations.choices(call, record);
  });
}

type OfMailbox = { Params: { mailbox: string } };
type OfConversation = { Params: { mailbox: string; id: string } };

/** `/api/pro/mail/:mailbox/conversations…`, `/api/pro/patients/:record/conversations`: for who has a part in the mailbox. */
export async function proConversationRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const { sessions, clock, messaging } = deps;
  const { conversations, mailboxes } = messaging;
  const signedIn = async (request: FastifyRequest): Promise<Call> => {
    const actor = await sessions.professional(request);
    if (request.method !== 'GET') sessions.sameSite(request);
    return { actor, at: clock(), requestId: request.id };
  };
  const enter = async (request: FastifyRequest, may: 'read' | 'write'): Promise<MailboxPermit> => {
    const call = await signedIn(request);
    return mailboxes.enter(call, recordIdOfHex((request.params as OfMailbox['Params']).mailbox), may);
  };
  const act = async (request: FastifyRequest, wish: ProfessionalAct): Promise<object> => {
    const permit = await enter(request, 'write');
    return { conversation: viewAnswer(await conversations.act(permit, (request.params as OfConversation['Params']).id, wish)) };
  };

  app.get<OfMailbox & { Querystring: { content?: string } }>('/mail/:mailbox/conversations', async (request) => {
    const permit = await enter(request as FastifyRequest, 'read');
    const { content = '' } = request.query;
    if (!/^\d{1,15}$/.test(content)) throw malformed('content');
    const found = await conversations.ofMessage(permit, Number(content));
    return { conversation: found === undefined ? null : viewAnswer(found) };
  });
  app.post<OfConversation>('/mail/:mailbox/conversations/:id/close', (request) =>
    act(request as FastifyRequest, { is: 'close' }),
  );
  app.post<OfConversation>('/mail/:mailbox/conversations/:id/reopen', (request) =>
    act(request as FastifyRequest, { is: 'reopen' }),
  );
  app.post<OfConversation & WithBody>('/mail/:mailbox/conversations/:id/questions', (request) => {
    const { until, replyWithinDays } = request.body ?? {};
    if (until === null) return act(request as FastifyRequest, { is: 'questions' });
    const end = typeof until === 'string' ? new Date(until) : new Date(Number.NaN);
    if (Number.isNaN(end.getTime())) throw malformed('until');
    if (typeof replyWithinDays !== 'number') throw malformed('replyWithinDays');
    return act(request as FastifyRequest, { is: 'questions', until: end, replyWithinDays });
  });
  app.post<OfConversation & WithBody>('/mail/:mailbox/conversations/:id/private', (request) => {
    const isPrivate = request.body?.private;
    if (typeof isPrivate !== 'boolean') throw malformed('private');
    return act(request as FastifyRequest, { is: 'private', isPrivate });
  });
  app.get<{ Params: { record: string } }>('/patients/:record/conversations', async (request) => {
    const call = await signedIn(request as FastifyRequest);
    const items = await conversations.ofPatient(call, recordIdOfHex(request.params.record));
    return { items: items.map(viewAnswer) };
  });
}

function listed({
  id,
  correspondent,
  subject,
  messages,
  unseen,
  lastAt,
  lastBy,
  isPrivate,
  closed,
  questions,
}: ListedConversation) {
  return {
    id,
    correspondent,
    subject,
    messages,
    unseen,
    lastAt: lastAt.toISOString(),
    lastBy,
    isPrivate,
    ...(closed === undefined ? {} : { closed }),
    ...(questions === undefined ? {} : { questions }),
  };
}

function listAnswer({ items, correspondents }: ConversationList): object {
  return { items: items.map(listed), correspondents };
}

function shownAnswer({ shut, shutToNew, shown, before, failures, ...rest }: ShownConversation, base: string): object {
  return {
    ...listed(rest),
    ...(shut === undefined ? {} : { shut }),
    ...(shutToNew === undefined ? {} : { shutToNew }),
    ...(before === undefined ? {} : { before }),
    failures,
    shown: shown.map(({ files, ...message }) => ({
      ...message,
      files: files.map((file) => ({ ...file, url: `${base}/messages/${message.content}/attachments/${file.section}` })),
    })),
  };
}

function viewAnswer({ patient, mailbox, n: _, ...view }: ProfessionalView): object {
  return {
    ...view,
    patient: { record: hexOfRecordId(patient.record), name: patient.name },
    mailbox: hexOfRecordId(mailbox),
  };
}

/** `{ text, files?: [{ name, mediaType, base64 }], documents?: [id], key? }`. Refuses `http.malformed`. */
function writtenIn(body: Readonly<Record<string, unknown>> | null): Written {
  const { text, files = [], documents = [], key } = body ?? {};
  if (typeof text !== 'string') throw malformed('text');
  if (key !== undefined && typeof key !== 'string') throw malformed('key');
  if (!Array.isArray(files) || files.length > 20) throw malformed('files');
  if (!Array.isArray(documents) || documents.length > 50 || !documents.every((one) => typeof one === 'string'))
    throw malformed('documents');
  return { text, files: files.map(fileIn), documents, ...(key === undefined ? {} : { key }) };
}

function fileIn(given: unknown): Written['files'][number] {
  const { name, mediaType, base64 } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '' || name.length > 200) throw malformed('files');
  if (typeof mediaType !== 'string' || typeof base64 !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    throw malformed('files');
  return { name: name.replaceAll(/[/\\\p{Cc}]/gu, ' '), mediaType, bytes: Buffer.from(base64, 'base64') };
}
