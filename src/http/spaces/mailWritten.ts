import type { DraftAttachment, MailAddress } from '#messaging';
import { number } from './mailThreads.ts';
import { malformed } from './words.ts';

export type Files = readonly DraftAttachment[];
/** A file that lies in a message of the mailbox already: forwarded, or of a draft kept before. */
export interface Kept {
  readonly content: number;
  readonly section: string;
}

/** A message as the page sends it; what may stand in it is judged by `compose`. */
export interface Written {
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly files: Files;
  readonly kept: readonly Kept[];
  /** The message that this one answers, and where it lies. */
  readonly answers: { readonly folder: number; readonly uid: number; readonly content: number } | undefined;
  /** The draft that it was, which goes once it is sent. */
  readonly draft: number | undefined;
  readonly receipt: boolean;
  /** To a citizen: no answer to this one is wished (`this`), or to any (`all`). */
  readonly isFinal: 'no' | 'this' | 'all';
  /** To a minor: not told to who represents them. */
  readonly alone: boolean;
}

const most = 100;

/** Reads the body of a page. Refuses `http.malformed` for what has not the shape. */
export function written(body: Record<string, unknown>): Written {
  const { to = [], cc = [], subject = '', text = '', files = [], kept = [], answers, draft, receipt, final = 'no', alone } = body;
  if (typeof subject !== 'string') throw malformed('subject');
  if (typeof text !== 'string') throw malformed('text');
  if (final !== 'no' && final !== 'this' && final !== 'all') throw malformed('final');
  return {
    to: people('to', to),
    cc: people('cc', cc),
    subject,
    text,
    files: list('files', files).map(fileOf),
    kept: list('kept', kept).map((one) => ({ content: number('kept', one.content), section: section(one.section) })),
    answers: answers === undefined || answers === null ? undefined : placeOf(answers),
    draft: draft === undefined || draft === null ? undefined : number('draft', draft),
    receipt: receipt === true,
    isFinal: final,
    alone: alone === true,
  };
}

function list(name: string, value: unknown): readonly Record<string, unknown>[] {
  if (!Array.isArray(value) || value.length > most) throw malformed(name);
  return (value as readonly unknown[]).map((one) => {
    if (typeof one !== 'object' || one === null) throw malformed(name);
    return one as Record<string, unknown>;
  });
}

function people(name: string, value: unknown): MailAddress[] {
  return list(name, value).map(({ name: said = '', address }) => {
    if (typeof said !== 'string' || typeof address !== 'string') throw malformed(name);
    return { name: said, address: address.trim() };
  });
}

function fileOf({ filename, contentType, content }: Record<string, unknown>): DraftAttachment {
  if (typeof filename !== 'string' || typeof contentType !== 'string' || typeof content !== 'string') throw malformed('files');
  // What a browser does not know the type of comes with none.
  const type = contentType === '' ? 'application/octet-stream' : contentType;
  return { filename, contentType: type, content: Buffer.from(content, 'base64') };
}

function section(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{1,4}(\.\d{1,4}){0,20}$/.test(value)) throw malformed('kept');
  return value;
}

function placeOf(value: unknown): Written['answers'] {
  const { folder, uid, content } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { folder: number('answers', folder), uid: number('answers', uid), content: number('answers', content) };
}
