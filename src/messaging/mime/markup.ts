import { unescaped } from './entities.ts';

/** What HTML of a stranger is read as: texts and names of elements; anything else of it is dropped. */
export type Piece =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'open'; readonly name: string; readonly attributes: string }
  | { readonly is: 'close'; readonly name: string };

/** Their content is never text for a reader. */
const silent = new Set([
  'script',
  'style',
  'title',
  'template',
  'noscript',
  'iframe',
  'object',
  'svg',
  'math',
  'select',
  'textarea',
]);
const mostPieces = 100_000;

/** Reads HTML as pieces, forwards only. At most 100,000 pieces. */
export function* pieces(html: string): Generator<Piece> {
  let at = 0;
  for (let count = 0; at < html.length && count < mostPieces; count += 1) {
    const open = html.indexOf('<', at);
    const textTo = open < 0 ? html.length : open;
    if (textTo > at) yield { is: 'text', text: unescaped(html.slice(at, textTo)) };
    if (open < 0) return;
    const next = html[open + 1] ?? '';
    if (html.startsWith('<!--', open)) at = after(html, '-->', open + 4);
    else if (next === '!' || next === '?') at = after(html, '>', open);
    else if (/[A-Za-z/]/.test(next)) {
      const to = tagEnd(html, open + 1);
      const inside = html.slice(open + 1, to);
      const name = /^\/?\s*([A-Za-z][A-Za-z0-9:-]{0,30})/.exec(inside)?.[1]?.toLowerCase();
      at = to + 1;
      if (name === undefined) continue;
      if (inside.startsWith('/')) yield { is: 'close', name };
      else if (silent.has(name)) at = inside.endsWith('/') ? at : afterClosing(html, name, at);
      else yield { is: 'open', name, attributes: inside.slice(name.length) };
    } else {
      yield { is: 'text', text: '<' };
      at = open + 1;
    }
  }
}

/** A `>` inside quotes does not end a tag; quotes that never end do not hide the rest of the message. */
function tagEnd(html: string, from: number): number {
  const limit = Math.min(html.length, from + 10_000);
  let quote = '';
  for (let at = from; at < limit; at += 1) {
    const c = html[at] ?? '';
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '>') return at;
    else if ((c === '"' || c === "'") && html[at - 1] === '=') quote = c;
  }
  const plain = html.indexOf('>', from);
  return plain < 0 ? html.length : plain;
}

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

function afterClosing(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}[\\s>/]`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (found === null) return html.length;
  return after(html, '>', found.index);
}

/** The value of an attribute, with its references read. */
export function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s"'/])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  const written = match?.[1] ?? match?.[2] ?? match?.[3];
  return written === undefined ? undefined : unescaped(written);
}
