import { queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type {
  DraftBody,
  FileToSend,
  Folder,
  Holder,
  Letter,
  MailboxesAnswer,
  MessageBody,
  MessageLine,
  Template,
  ThreadsAnswer,
} from './shapes.ts';

export const mailBase = (mailbox: string) => `/api/pro/mail/${encodeURIComponent(mailbox)}`;

/** All that begins with `mail` is read again when something changed in a mailbox. */
export const mailboxesQuery = queryOptions({
  queryKey: ['mail', 'mailboxes'],
  queryFn: () => api<MailboxesAnswer>('GET', '/api/pro/mail/mailboxes'),
});

export const foldersQuery = (mailbox: string) =>
  queryOptions({
    queryKey: ['mail', mailbox, 'folders'],
    queryFn: () => api<{ items: readonly Folder[] }>('GET', `${mailBase(mailbox)}/folders`),
  });

export interface ThreadsAsked {
  readonly folder: number;
  readonly words: string;
  readonly unseen: boolean;
  readonly about?: 'patient';
}

/** Words that are sought are about health: in a body, never in an address. */
export function threads(
  mailbox: string,
  asked: ThreadsAsked,
  before: string | undefined,
  signal: AbortSignal,
): Promise<ThreadsAnswer> {
  const body = { ...asked, ...(before === undefined ? {} : { before }) };
  return api<ThreadsAnswer>('POST', `${mailBase(mailbox)}/threads/search`, body, signal);
}

export const threadQuery = (mailbox: string, thread: string) =>
  queryOptions({
    queryKey: ['mail', mailbox, 'thread', thread],
    queryFn: () => api<{ items: readonly MessageLine[] }>('GET', `${mailBase(mailbox)}/threads/${encodeURIComponent(thread)}`),
  });

/** What a message says never changes: read once. */
export const messageQuery = (mailbox: string, content: number) =>
  queryOptions({
    queryKey: ['message', mailbox, content],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => api<MessageBody>('GET', `${mailBase(mailbox)}/messages/${content}`),
  });

export const draftQuery = (mailbox: string, uid: number) =>
  queryOptions({
    queryKey: ['draft', mailbox, uid],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => api<DraftBody>('GET', `${mailBase(mailbox)}/drafts/${uid}`),
  });

export const templatesQuery = (mailbox: string) =>
  queryOptions({
    queryKey: ['templates', mailbox],
    queryFn: () => api<{ items: readonly Template[] }>('GET', `${mailBase(mailbox)}/templates`),
  });

export const holdersQuery = (mailbox: string) =>
  queryOptions({
    queryKey: ['holders', mailbox],
    queryFn: () => api<{ items: readonly Holder[] }>('GET', `${mailBase(mailbox)}/holders`),
  });

const placesOf = (messages: readonly MessageLine[]) =>
  messages.flatMap(({ folder, uid }) => (folder === undefined ? [] : [{ folder: folder.id, uid }]));

type Marks = { readonly seen?: boolean; readonly flagged?: boolean };
export const markMessages = (mailbox: string, messages: readonly MessageLine[], marks: Marks) =>
  api<undefined>('POST', `${mailBase(mailbox)}/flags`, { messages: placesOf(messages), ...marks });
export const moveMessages = (
  mailbox: string,
  messages: readonly MessageLine[],
  to: 'archive' | 'trash' | 'inbox' | 'junk' | number,
) => api<undefined>('POST', `${mailBase(mailbox)}/move`, { messages: placesOf(messages), to });
export const removeMessages = (mailbox: string, messages: readonly MessageLine[]) =>
  api<undefined>('POST', `${mailBase(mailbox)}/removal`, { messages: placesOf(messages) });

/** A letter as the API takes it. */
export function bodyOf({ files, answers, ...letter }: Letter, draft: number | undefined): object {
  return {
    ...letter,
    files: files.flatMap((file) =>
      file.is === 'new' ? [{ filename: file.name, contentType: file.type, content: file.content }] : [],
    ),
    kept: files.flatMap((file) => (file.is === 'kept' ? [file.place] : [])),
    ...(answers === undefined ? {} : { answers }),
    ...(draft === undefined ? {} : { draft }),
  };
}

export interface KeptDraft {
  readonly uid: number;
  readonly content: number;
  readonly attachments: MessageBody['attachments'];
}

export const keepDraft = (mailbox: string, letter: Letter, draft: number | undefined) =>
  draft === undefined
    ? api<KeptDraft>('POST', `${mailBase(mailbox)}/drafts`, bodyOf(letter, undefined))
    : api<KeptDraft>('PUT', `${mailBase(mailbox)}/drafts/${draft}`, bodyOf(letter, undefined));
export const sendLetter = (mailbox: string, letter: Letter, draft: number | undefined) =>
  api<{ content: number; delivered: number; queued: number }>('POST', `${mailBase(mailbox)}/messages`, bodyOf(letter, draft));

/** Files that lie in a message of the mailbox, to go with another. */
export const keptFiles = (content: number, attachments: MessageBody['attachments']): FileToSend[] =>
  attachments.map(({ section, fileName, bytes }) => ({
    is: 'kept',
    name: fileName ?? section,
    bytes,
    place: { content, section },
  }));
