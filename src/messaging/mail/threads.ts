import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { MailAddress } from '../mime/parsed.ts';
import type { MailGround } from './ground.ts';
import type { Mail, SearchKey, Thread, ThreadsAsked } from './mail.ts';
import { noMessage } from './refusals.ts';
import { type ContentRow, type PlacedRow, peopleIn, placedOf, summaryOf } from './row.ts';
import { findTexts, type TextKey } from './search/texts.ts';
import { filteredThreads, messagesOfThread, reach, recentThreads } from './threads.sql.ts';

const mostThreads = 200;
const mostInThread = 500;
const mostWords = 10;
/** Messages looked at for one page of threads, to begin with. */
const firstLook = 1000;
const never = new Date('9999-01-01T00:00:00Z');

interface ThreadRow {
  readonly thread: number;
  readonly at: Date;
  readonly subject: string;
  readonly people: string;
  readonly patient: Thread['patient'] | null;
  readonly folder: number;
  readonly uid: number;
  readonly content: number;
  readonly messages: number;
  readonly unseen: number;
  readonly attachments: number;
}

/** In the order of the newest message that each has in this folder; `last` is that message's instant, the next page's `before`. */
export async function threads(ground: MailGround, permit: MailboxPermit, asked: ThreadsAsked): ReturnType<Mail['threads']> {
  const limit = Math.max(1, Math.min(asked.limit, mostThreads));
  const filtered = asked.patient !== undefined || asked.unseen === true || (asked.words ?? '').trim() !== '';
  const rows = await (filtered ? filter(ground, permit, asked, limit) : recent(ground, permit, asked, limit));
  return { items: rows.slice(0, limit).map(threadOf), more: rows.length > limit };
}

/** Looks further back, four times as far each time, while what was looked at holds fewer threads than are asked. */
async function recent(
  { store }: MailGround,
  { mailbox: { id } }: MailboxPermit,
  { folder, before = never }: ThreadsAsked,
  limit: number,
): Promise<ThreadRow[]> {
  for (let look = firstLook; ; look *= 4) {
    const rows = await store.query<ThreadRow>(recentThreads, [id, folder, before, limit + 1, look]);
    if (rows.length > limit) return rows;
    const [seen] = await store.query<{ n: number }>(reach, [id, folder, before, look]);
    if ((seen?.n ?? 0) < look) return rows;
  }
}

async function filter(
  ground: MailGround,
  { mailbox: { id } }: MailboxPermit,
  { folder, before = never, words = '', patient, unseen = false }: ThreadsAsked,
  limit: number,
): Promise<ThreadRow[]> {
  const keys =
    words.trim() === ''
      ? []
      : words
          .trim()
          .split(/\s+/)
          .slice(0, mostWords)
          .map((text): TextKey => ({ is: 'text', text }));
  const found = await findTexts(ground, id, folder, keys);
  const contents = keys.length === 0 ? null : inAll(keys.map((key: SearchKey) => found.get(key) ?? []));
  const whose = patient === undefined || patient === 'any' ? null : patient;
  const values = [id, folder, before, limit + 1, contents, whose, unseen, patient === 'any'];
  return ground.store.query<ThreadRow>(filteredThreads, values);
}

function inAll([first = [], ...others]: readonly (readonly number[])[]): number[] {
  const sets = others.map((list) => new Set(list));
  return first.filter((n) => sets.every((set) => set.has(n)));
}

function threadOf({
  thread,
  at,
  subject,
  people,
  patient,
  folder,
  uid,
  content,
  messages,
  unseen,
  attachments,
}: ThreadRow): Thread {
  return {
    thread,
    subject,
    people: together(peopleIn(people)),
    messages,
    unseen,
    last: at,
    attachments,
    patient: patient ?? undefined,
    newest: { folder, uid, content },
  };
}

/** Who wrote and to whom, each once. */
function together({
  from,
  to,
  cc,
}: {
  readonly from: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
}): readonly MailAddress[] {
  return [...new Map([...from, ...to, ...cc].map((one) => [one.address, one])).values()];
}

export async function thread(
  { store }: MailGround,
  { mailbox: { id } }: MailboxPermit,
  number: number,
): ReturnType<Mail['thread']> {
  type Row = PlacedRow & ContentRow & { readonly folder: number };
  const rows = await store.query<Row>(messagesOfThread, [id, number, mostInThread]);
  if (rows.length === 0) throw noMessage();
  return rows.map((row) => ({
    ...placedOf(row),
    folder: row.folder,
    size: row.size,
    envelope: row.envelope,
    structure: row.structure,
    summary: summaryOf(row),
  }));
}
