import type { FastifyInstance } from 'fastify';
import { hexOfRecordId } from '#kernel';
import { type Fetched, type Folder, flagBits, type MailboxPermit, type Summary, type Thread } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { malformed } from './words.ts';

type OfThread = { Params: { mailbox: string; thread: string } };
type Asked = Readonly<Record<string, unknown>>;
const pageSize = 40;
const mostFolders = 200;

/** Folders and threads of a mailbox. The words that are sought stand in a body: in no address and no log. */
export function threadRoutes(app: FastifyInstance, { messaging: { mail } }: SpaceDeps, { enter }: MailDoor): void {
  app.get<OfMailbox>('/:mailbox/folders', async (request) => {
    const permit = await enter(request, 'read');
    const folders = (await mail.folders(permit)).slice(0, mostFolders);
    const items = folders.map(async (folder) => {
      const { messages, unseen } = await mail.status(permit, folder.name);
      return { ...folderTold(folder), messages, unseen };
    });
    return { items: await Promise.all(items) };
  });

  const threads = async (permit: MailboxPermit, { folder, before, unseen, words, about }: Asked): Promise<object> => {
    const { items, more } = await mail.threads(permit, {
      folder: number('folder', folder),
      limit: pageSize,
      ...(before === undefined ? {} : { before: instant(before) }),
      ...(unseen === 'true' || unseen === true ? { unseen: true } : {}),
      ...(about === 'patient' ? { patient: 'any' as const } : {}),
      ...(typeof words === 'string' && words.trim() !== '' ? { words: sought(words) } : {}),
    });
    return { items: items.map(threadTold), ...(more ? { next: items.at(-1)?.last.toISOString() } : {}) };
  };
  app.get<OfMailbox & { Querystring: Asked }>('/:mailbox/threads', async (request) => {
    const { words: _, ...asked } = request.query;
    return threads(await enter(request, 'read'), asked);
  });
  app.post<OfMailbox & WithBody>('/:mailbox/threads/search', { bodyLimit: 4096 }, async (request) =>
    threads(await enter(request, 'read'), request.body ?? {}),
  );
  app.get<OfThread>('/:mailbox/threads/:thread', async (request) => {
    const permit = await enter(request, 'read');
    const [messages, folders] = await Promise.all([
      mail.thread(permit, number('thread', request.params.thread)),
      mail.folders(permit),
    ]);
    const names = new Map(folders.map((folder) => [folder.id, folder]));
    return { items: messages.map((message) => messageTold(message, names.get(message.folder))) };
  });
}

export function folderTold({ id, name, special }: Folder): object {
  return { id, name, ...(special === undefined ? {} : { special }) };
}

function threadTold({ last, patient, ...thread }: Thread): object {
  return {
    ...thread,
    people: thread.people.slice(0, 20),
    last: last.toISOString(),
    ...(patient === undefined ? {} : { patient: hexOfRecordId(patient) }),
  };
}

/** A message of a thread without its text. */
export function messageTold(
  { uid, content, flags, keywords, at, summary }: Fetched & { readonly folder: number; readonly summary: Summary },
  folder: Folder | undefined,
): object {
  const { writtenAt, patient, marks, messageId: _, thread: __, ...people } = summary;
  const has = (keyword: string): boolean => keywords.some((one) => one.toLowerCase() === keyword);
  return {
    content,
    uid,
    ...(folder === undefined ? {} : { folder: folderTold(folder) }),
    ...people,
    at: at.toISOString(),
    ...(writtenAt === undefined ? {} : { writtenAt: writtenAt.toISOString() }),
    seen: (flags & flagBits.seen) !== 0,
    flagged: (flags & flagBits.flagged) !== 0,
    answered: (flags & flagBits.answered) !== 0,
    isDraft: (flags & flagBits.draft) !== 0,
    attachments: marks.attachments ?? 0,
    ...(patient === undefined ? {} : { patient: hexOfRecordId(patient) }),
    ...(marks.filing === undefined ? {} : { filing: marks.filing }),
    ...(marks.report === undefined ? {} : { report: marks.report }),
    receipt: marks.receiptTo === undefined ? 'none' : has('$mdnsent') ? 'sent' : 'asked',
  };
}

export function number(name: string, value: unknown): number {
  const given = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof given !== 'number' || !Number.isSafeInteger(given) || given < 0) throw malformed(name);
  return given;
}

function instant(value: unknown): Date {
  const date = new Date(typeof value === 'string' && value.length <= 40 ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw malformed('before');
  return date;
}

function sought(words: string): string {
  if (words.length > 200 || words.includes('\0')) throw malformed('words');
  return words.trim();
}
