import type { Section } from '#messaging';
import type { FetchItem } from './command.ts';
import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';

const simple: Readonly<Record<string, FetchItem>> = {
  UID: { item: 'uid' },
  FLAGS: { item: 'flags' },
  INTERNALDATE: { item: 'internaldate' },
  'RFC822.SIZE': { item: 'size' },
  ENVELOPE: { item: 'envelope' },
  BODYSTRUCTURE: { item: 'structure' },
  MODSEQ: { item: 'modseq' },
  RFC822: { item: 'rfc822' },
  'RFC822.HEADER': { item: 'rfc822.header' },
  'RFC822.TEXT': { item: 'rfc822.text' },
};

const fast: readonly FetchItem[] = [{ item: 'flags' }, { item: 'internaldate' }, { item: 'size' }];
const all: readonly FetchItem[] = [...fast, { item: 'envelope' }];
const macros: Readonly<Record<string, readonly FetchItem[]>> = { FAST: fast, ALL: all, FULL: [...all, { item: 'body' }] };

const mostItems = 200;
const mostLevels = 30;
const where = 'FETCH';

/** One item, a macro, or a list of items (RFC 3501 §6.4.5). */
export function readFetchItems(cursor: Cursor): readonly FetchItem[] {
  if (cursor.peek() === '(') return once(cursor.list(where, () => readItem(cursor)));
  const name = cursor.match(/(?:all|fast|full)(?![^ ])/iy).toUpperCase();
  return name === '' ? [readItem(cursor)] : (macros[name] ?? []);
}

function readItem(cursor: Cursor): FetchItem {
  const name = cursor.match(/[A-Za-z0-9.]{1,40}/y).toUpperCase();
  const known = Object.hasOwn(simple, name) ? simple[name] : undefined;
  if (known !== undefined) return known;
  if (name !== 'BODY' && name !== 'BODY.PEEK')
    throw new SyntaxFault(`${where}: ${name === '' ? 'expected an item' : `unknown item ${name}`}`);
  if (!cursor.take('[')) {
    if (name === 'BODY') return { item: 'body' };
    throw new SyntaxFault(`${where}: BODY.PEEK needs a section in []`);
  }
  const section = readSection(cursor);
  cursor.expect(']', `${where} section`);
  return { item: 'section', peek: name === 'BODY.PEEK', section, partial: readPartial(cursor) };
}

function readSection(cursor: Cursor): Section {
  const numbers = cursor.match(/[1-9]\d{0,9}(?:\.[1-9]\d{0,9})*/y);
  const part = numbers === '' ? [] : numbers.split('.').map(Number);
  if (part.length > mostLevels) throw new SyntaxFault(`${where} section: more than ${mostLevels} levels`);
  if (part.length > 0 && !cursor.take('.')) return { part, what: 'all', fields: [] };
  const name = cursor.match(/[A-Za-z.]{1,40}/y).toUpperCase();
  switch (name) {
    case 'HEADER':
    case 'TEXT':
      return { part, what: name === 'TEXT' ? 'text' : 'header', fields: [] };
    case 'MIME':
      if (part.length === 0) throw new SyntaxFault(`${where} section: MIME needs the number of a part`);
      return { part, what: 'mime', fields: [] };
    case 'HEADER.FIELDS':
    case 'HEADER.FIELDS.NOT': {
      cursor.space(`${where} section`);
      const fields = cursor.list(`${where} section`, () => cursor.astring(`${where} section`));
      return { part, what: name === 'HEADER.FIELDS' ? 'fields' : 'fields.not', fields };
    }
    case '':
      if (part.length === 0) return { part, what: 'all', fields: [] };
      throw new SyntaxFault(`${where} section: expected HEADER, TEXT, MIME or a number after the point`);
    default:
      throw new SyntaxFault(`${where} section: unknown ${name}`);
  }
}

function readPartial(cursor: Cursor): { readonly from: number; readonly length: number } | undefined {
  if (!cursor.take('<')) return undefined;
  const from = cursor.number(`${where} partial`);
  cursor.expect('.', `${where} partial`);
  const length = cursor.positive(`${where} partial`);
  cursor.expect('>', `${where} partial`);
  return { from, length };
}

/** The same item twice is answered once: a line of items cannot multiply an answer. */
function once(items: readonly FetchItem[]): readonly FetchItem[] {
  const found = new Map<string, FetchItem>();
  for (const item of items) found.set(JSON.stringify(item), item);
  if (found.size > mostItems) throw new SyntaxFault(`${where}: more than ${mostItems} items`);
  return [...found.values()];
}
