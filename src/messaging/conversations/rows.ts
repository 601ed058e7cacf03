import { itemId, type RecordId } from '#kernel';
import { questionsOf, standingOf } from './correspondence.ts';
import type { ClosedHow, Questions, Standing } from './rules.ts';

/** One line of a list of conversations. */
export interface Listed extends Standing {
  readonly id: string;
  readonly n: number;
  /** The professional's mailbox. */
  readonly correspondent: { readonly name: string; readonly address: string };
  readonly answerTo: string;
  readonly thread: number;
  readonly subject: string;
  readonly messages: number;
  readonly unseen: number;
  readonly lastAt: Date;
  /** Who wrote last. */
  readonly lastBy: 'citizen' | 'professional';
  readonly isPrivate: boolean;
  readonly questions?: Questions;
}

export interface ListedRow {
  readonly n: number;
  readonly correspondent: string;
  readonly thread: number | null;
  readonly closed_at: Date | null;
  readonly closed_how: ClosedHow | null;
  readonly private: boolean;
  readonly name: string;
  readonly answer_to: string;
  readonly questions_until: Date | null;
  readonly reply_days: number | null;
  readonly messages: number;
  readonly last_at: Date | null;
  readonly subject: string | null;
  readonly last_sender: string | null;
  readonly unseen: number;
}

export function listedOf(record: RecordId, row: ListedRow): Listed {
  const questions = questionsOf(row.questions_until, row.reply_days);
  return {
    id: itemId(record, Number(row.n)),
    n: Number(row.n),
    correspondent: { name: row.name, address: row.correspondent },
    answerTo: row.answer_to,
    thread: Number(row.thread ?? 0),
    subject: row.subject ?? '',
    messages: row.messages,
    unseen: row.unseen,
    lastAt: row.last_at ?? new Date(0),
    lastBy: row.last_sender === row.correspondent ? 'professional' : 'citizen',
    isPrivate: row.private,
    ...(questions === undefined ? {} : { questions }),
    ...standingOf(row.closed_at, row.closed_how),
  };
}
