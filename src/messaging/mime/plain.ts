import { attribute, pieces } from './markup.ts';

const blocks = new Set([
  ...['p', 'div', 'br', 'hr', 'li', 'ul', 'ol', 'dl', 'dt', 'dd', 'tr', 'table', 'caption', 'blockquote', 'pre'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'section', 'article', 'header', 'footer', 'center', 'form', 'body'],
]);

/** HTML as plain text: a line for each block, a dash for each item of a list, the words of images in brackets. */
export function plainOfHtml(html: string): string {
  let out = '';
  for (const piece of pieces(html)) {
    if (piece.is === 'text') out += piece.text.replace(/[ \t\r\n\f]+/g, ' ');
    else if (blocks.has(piece.name)) out += piece.is === 'open' && piece.name === 'li' ? '\n- ' : '\n';
    else if (piece.name === 'td' || piece.name === 'th') out += ' ';
    else if (piece.is === 'open' && piece.name === 'img') {
      const words = attribute(piece.attributes, 'alt')?.trim() ?? '';
      if (words !== '') out += ` [${words}] `;
    }
  }
  return out
    .split('\n')
    .map((line) => line.replace(/[ \u00a0]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
