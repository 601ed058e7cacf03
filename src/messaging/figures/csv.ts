import type { MonthFigures } from './figures.ts';

const columns = ['mois', 'type', 'produit', 'indicateur', 'nombre', 'octets', 'boites'] as const;

/**
 * The figures of a month as CSV for spreadsheets: one number a line, `;` between columns, CRLF, UTF-8 with a mark. A product is what somebody
 * wrote in a message: one that a spreadsheet would take for a formula is preceded by an apostrophe. Source: RFC 4180.
 */
export function figuresCsv({ month, products, mailboxes }: MonthFigures): string {
  const rows: (string | number)[][] = [
    [...columns],
    ...products.flatMap(({ kind, product, deeds }) =>
      Object.entries(deeds).map(([deed, { n, bytes, mailboxes: of }]) => [month, kind, product, deed, n, bytes, of]),
    ),
    ...mailboxes.flatMap(({ kind, ...counts }) =>
      Object.entries(counts).map(([what, n]) => [month, kind, '', `mailboxes-${what}`, n, '', '']),
    ),
  ];
  return `\ufeff${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
