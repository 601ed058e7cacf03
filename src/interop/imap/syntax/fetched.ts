import type { Section } from '#messaging';
import { printDateTime } from './dates.ts';
import { printFlags } from './flags.ts';
import { printAstring } from './strings.ts';

/** What an answer to FETCH holds; see `FetchItem` for what asked for it. */
export type FetchValue =
  | { readonly item: 'uid'; readonly uid: number }
  | { readonly item: 'flags'; readonly flags: number; readonly keywords: readonly string[]; readonly recent: boolean }
  | { readonly item: 'internaldate'; readonly at: Date }
  | { readonly item: 'size'; readonly bytes: number }
  | { readonly item: 'modseq'; readonly modseq: number }
  /** Lists as they are kept. */
  | { readonly item: 'envelope' | 'structure' | 'body'; readonly list: string }
  | { readonly item: 'rfc822' | 'rfc822.header' | 'rfc822.text'; readonly bytes: Buffer }
  /** `bytes` undefined: NIL. `from`: where the partial that was asked begins; the bytes are already cut. */
  | {
      readonly item: 'section';
      readonly section: Section;
      readonly from: number | undefined;
      readonly bytes: Buffer | undefined;
    };

/** `* 12 FETCH (…)` as pieces for the socket: text to be written as UTF-8, and bytes of messages, never copied. */
export function printFetched(sequence: number, values: readonly FetchValue[]): readonly (string | Buffer)[] {
  const out: (string | Buffer)[] = [];
  let text = `* ${sequence} FETCH (`;
  values.forEach((value, n) => {
    if (n > 0) text += ' ';
    const bytes = bytesOf(value);
    text += textOf(value, bytes);
    if (bytes !== undefined && bytes.length > 0) {
      out.push(text, bytes);
      text = '';
    }
  });
  out.push(`${text})\r\n`);
  return out;
}

const bytesOf = (value: FetchValue): Buffer | undefined =>
  'bytes' in value && Buffer.isBuffer(value.bytes) ? value.bytes : undefined;

function textOf(value: FetchValue, bytes: Buffer | undefined): string {
  switch (value.item) {
    case 'uid':
      return `UID ${value.uid}`;
    case 'flags':
      return `FLAGS (${printFlags(value.flags, value.keywords, value.recent)})`;
    case 'internaldate':
      return `INTERNALDATE ${printDateTime(value.at)}`;
    case 'size':
      return `RFC822.SIZE ${value.bytes}`;
    case 'modseq':
      return `MODSEQ (${value.modseq})`;
    case 'envelope':
      return `ENVELOPE ${value.list}`;
    case 'structure':
      return `BODYSTRUCTURE ${value.list}`;
    case 'body':
      return `BODY ${value.list}`;
    case 'section':
      return `BODY[${printSection(value.section)}]${value.from === undefined ? '' : `<${value.from}>`} ${announced(bytes)}`;
    default:
      return `${value.item.toUpperCase()} ${announced(bytes)}`;
  }
}

/** The literal follows as bytes; nothing is "". */
function announced(bytes: Buffer | undefined): string {
  if (bytes === undefined) return 'NIL';
  return bytes.length === 0 ? '""' : `{${bytes.length}}\r\n`;
}

/** As a client asked for it: `1.2.HEADER.FIELDS (DATE FROM)`. */
export function printSection(section: Section): string {
  const number = section.part.join('.');
  const words = {
    all: '',
    header: 'HEADER',
    text: 'TEXT',
    mime: 'MIME',
    fields: 'HEADER.FIELDS',
    'fields.not': 'HEADER.FIELDS.NOT',
  };
  const name = words[section.what];
  const fields =
    section.what === 'fields' || section.what === 'fields.not' ? ` (${section.fields.map(printAstring).join(' ')})` : '';
  return `${number}${number !== '' && name !== '' ? '.' : ''}${name}${fields}`;
}

/** The bytes of a partial: `<from.length>`; past the end there are none. */
export function partialOf(bytes: Buffer, partial: { readonly from: number; readonly length: number } | undefined): Buffer {
  return partial === undefined ? bytes : bytes.subarray(Math.min(partial.from, bytes.length), partial.from + partial.length);
}
