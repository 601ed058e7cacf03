import { attribute, pieces } from './markup.ts';

/** Elements that pass, and what they become: a message's titles stand below those of the page. */
const passing = new Map<string, string>([
  ...['p', 'div', 'br', 'hr', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'code'].map(same),
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'u', 's', 'sub', 'sup', 'a'].map(same),
  ['b', 'strong'],
  ['strong', 'strong'],
  ['i', 'em'],
  ['em', 'em'],
  ['h1', 'h4'],
  ['h2', 'h5'],
  ['h3', 'h6'],
  ['h4', 'h6'],
  ['h5', 'h6'],
  ['h6', 'h6'],
]);
const empty = new Set(['br', 'hr']);
const mostOpen = 100;

function same(name: string): [string, string] {
  return [name, name];
}

/**
 * A stranger's HTML as HTML that a page may hold. It is written anew, from a list: texts escaped, names of {@link passing}, and of attributes
 * one alone, the `href` of a link that is https or mailto. So no script, style, image, form or anything fetched from elsewhere can be in it;
 * an image leaves its words in brackets. Every element is closed. At most 100,000 pieces and 100 levels.
 */
export function safeHtml(html: string): string {
  const open: string[] = [];
  let out = '';
  for (const piece of pieces(html)) {
    if (piece.is === 'text') {
      out += escaped(piece.text);
      continue;
    }
    const name = passing.get(piece.name);
    if (piece.is === 'close') {
      const at = name === undefined ? -1 : open.lastIndexOf(name);
      while (at >= 0 && open.length > at) out += `</${open.pop()}>`;
    } else if (name === undefined) out += wordsOfImage(piece.name, piece.attributes);
    else if (empty.has(name)) out += `<${name}>`;
    else if (open.length < mostOpen) {
      out += `<${name}${name === 'a' ? link(attribute(piece.attributes, 'href')) : ''}>`;
      open.push(name);
    }
  }
  while (open.length > 0) out += `</${open.pop()}>`;
  return out;
}

function wordsOfImage(name: string, attributes: string): string {
  const words = name === 'img' ? (attribute(attributes, 'alt')?.trim() ?? '') : '';
  return words === '' ? '' : `[${escaped(words)}]`;
}

function link(href: string | undefined): string {
  const clean = href?.trim() ?? '';
  if (clean.length > 2_000 || !/^(https:\/\/[^\s\\/@]+(\/|\?|#|$)|mailto:[^\s\\]+$)/i.test(clean) || /\s/.test(clean)) return '';
  return ` href="${escaped(clean)}" target="_blank" rel="noopener noreferrer nofollow"`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c] ?? '');
}
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
