import { bodyOf, type Fetched, sectionOf, type Wanted } from '#messaging';
import { type CommandNamed, type FetchItem, type FetchValue, partialOf } from '../../syntax/index.ts';
import { flagsOf, type View } from '../view.ts';

/** A FETCH command, looked through once for all its messages. */
export interface Plan {
  readonly items: readonly FetchItem[];
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

const whole = { part: [], fields: [] } as const;
const none = Buffer.alloc(0);

/** One item of a message, as it is answered. */
export function answerTo(view: View, one: FetchItem, message: Fetched): FetchValue {
  const { uid, modseq, at, bytes = none } = message;
  switch (one.item) {
    case 'uid':
      return { item: 'uid', uid };
    case 'flags':
      return flagsOf(view, message);
    case 'internaldate':
      return { item: 'internaldate', at };
    case 'size':
      return { item: 'size', bytes: message.size ?? 0 };
    case 'envelope':
      return { item: 'envelope', list: message.envelope ?? 'NIL' };
    case 'structure':
      return { item: 'structure', list: message.structure ?? 'NIL' };
    case 'body':
      return { item: 'body', list: message.structure === undefined ? 'NIL' : bodyOf(message.structure) };
    case 'modseq':
      return { item: 'modseq', modseq };
    case 'rfc822':
      return { item: 'rfc822', bytes };
    case 'rfc822.header':
      return { item: 'rfc822.header', bytes: sectionOf(bytes, { ...whole, what: 'header' }) ?? none };
    case 'rfc822.text':
      return { item: 'rfc822.text', bytes: sectionOf(bytes, { ...whole, what: 'text' }) ?? none };
    case 'section': {
      const found = sectionOf(bytes, one.section);
      const cut = found && partialOf(found, one.partial);
      return { item: 'section', section: one.section, from: one.partial?.from, bytes: cut };
    }
  }
}
