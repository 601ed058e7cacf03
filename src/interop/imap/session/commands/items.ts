import { bodyOf, type Fetched, sectionOf, type Wanted } from '#messaging';
import { type CommandNamed, type FetchItem, printDateTime, printSection } from '../../syntax/index.ts';
import type { Session } from '../session.ts';
import { isRecent, type View } from '../view.ts';
import { flagsOf } from '../words.ts';

/** A FETCH command, looked through once for all its messages. */
export interface Plan {
  readonly items: readonly FetchItem[];
  /** The name under which each of {@link Plan.items} is answered. */
  readonly labels: readonly string[];
  readonly wanted: Wanted;
  /** Reading sets \Seen. */
  readonly seen: boolean;
  readonly flags: boolean;
  readonly modseq: boolean;
}

/** UID is answered to UID FETCH, and MODSEQ to CHANGEDSINCE, asked for or not. */
export function planOf({ items: asked, uid, changedSince }: CommandNamed<'fetch'>, readOnly: boolean): Plan {
  const has = (name: FetchItem['item']): boolean => asked.some(({ item }) => item === name);
  const items: readonly FetchItem[] = [
    ...(uid && !has('uid') ? [{ item: 'uid' } as const] : []),
    ...asked,
    ...(changedSince !== undefined && !has('modseq') ? [{ item: 'modseq' } as const] : []),
  ];
  const wanted: Wanted = {
    ...(has('size') ? { size: true } : {}),
    ...(has('envelope') ? { envelope: true } : {}),
    ...(has('structure') || has('body') ? { structure: true } : {}),
    ...(asked.some(readsBytes) ? { bytes: true } : {}),
  };
  return {
    items,
    labels: items.map(labelOf),
    wanted,
    seen: !readOnly && asked.some(setsSeen),
    flags: has('flags'),
    modseq: has('modseq') || changedSince !== undefined,
  };
}

const readsBytes = ({ item }: FetchItem): boolean => item === 'section' || item.startsWith('rfc822');

function setsSeen(one: FetchItem): boolean {
  return one.item === 'section' ? !one.peek : one.item === 'rfc822' || one.item === 'rfc822.text';
}

const labels = { size: 'RFC822.SIZE', structure: 'BODYSTRUCTURE' } as const;

function labelOf(one: FetchItem): string {
  if (one.item === 'section') return `BODY[${printSection(one.section)}]${one.partial === undefined ? '' : `<${one.partial.from}>`}`;
  return one.item === 'size' || one.item === 'structure' ? labels[one.item] : one.item.toUpperCase();
}

export function sayMessage(session: Session, view: View, plan: Plan, message: Fetched, sequence: number, withFlags: boolean): void {
  const { wire } = session;
  let text = `* ${sequence} FETCH (`;
  for (let n = 0; n < plan.items.length; n++) {
    const item = plan.items[n];
    if (item === undefined) continue;
    text += `${n === 0 ? '' : ' '}${plan.labels[n]} `;
    const value = valueOf(view, item, message);
    if (typeof value === 'string') text += value;
    else {
      wire.say(`${text}{${value.length}}\r\n`);
      wire.bytes(value);
      text = '';
    }
  }
  if (withFlags) {
    text += ` FLAGS ${flagsOf(message, isRecent(view, message.uid))}`;
    if (session.condstore && !plan.modseq) text += ` MODSEQ (${message.modseq})`;
  }
  wire.say(`${text})\r\n`);
}

function valueOf(view: View, one: FetchItem, message: Fetched): string | Buffer {
  switch (one.item) {
    case 'uid':
      return `${message.uid}`;
    case 'flags':
      return flagsOf(message, isRecent(view, message.uid));
    case 'internaldate':
      return printDateTime(message.at);
    case 'size':
      return `${message.size ?? 0}`;
    case 'envelope':
      return message.envelope ?? 'NIL';
    case 'structure':
      return message.structure ?? 'NIL';
    case 'body':
      return message.structure === undefined ? 'NIL' : bodyOf(message.structure);
    case 'modseq':
      return `(${message.modseq})`;
    default:
      return bytesOf(one, message.bytes) ?? 'NIL';
  }
}

const whole = { part: [], fields: [] } as const;

function bytesOf(one: Extract<FetchItem, { item: 'section' | `rfc822${string}` }>, bytes: Buffer | undefined): Buffer | undefined {
  if (bytes === undefined || one.item === 'rfc822') return bytes;
  if (one.item === 'rfc822.header') return sectionOf(bytes, { ...whole, what: 'header' });
  if (one.item === 'rfc822.text') return sectionOf(bytes, { ...whole, what: 'text' });
  const found = sectionOf(bytes, one.section);
  return one.partial === undefined ? found : found?.subarray(one.partial.from, one.partial.from + one.partial.length);
}
