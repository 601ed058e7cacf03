import type { Modules } from '#ins';
import { codeSide, drawCode } from './code.ts';
import { bottom, margin, openSheet, type Sheet, width } from './sheet.ts';
import { table } from './table.ts';

/** What goes on the paper, from top to bottom. */
export interface PdfContent {
  readonly title: string;
  /** Lines above the title: who writes, about whom, when. Two columns. */
  readonly header: { readonly left: readonly string[]; readonly right: readonly string[] };
  /** The INS DataMatrix of the person whom the paper is about, beside the lines on the right. */
  readonly code?: Modules | undefined;
  readonly blocks: readonly PdfBlock[];
  /** Small print at the bottom of every page, before its number. */
  readonly footer?: string;
  /** The date inside the file; the same content with the same date gives the same bytes. */
  readonly createdAt: Date;
  /** PDF/A-1a (ISO 19005-1, level A, which holds level B): for what is kept. */
  readonly archival?: boolean;
}

export type PdfBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered?: boolean }
  | { readonly kind: 'table'; readonly head?: readonly string[]; readonly rows: readonly (readonly string[])[] };

const ink = { title: '#12355b', words: '#111', small: '#555' } as const;

/**
 * Writes a PDF on A4 pages, numbered.
 *
 * Archival: tagged PDF/A-1a with embedded fonts; else the standard fonts of every reader, which is quicker and is no PDF/A. Characters that
 * the fonts do not have lose their accent or become `?`.
 */
export function writePdf(content: PdfContent): Buffer {
  const sheet = openSheet({ title: content.title, createdAt: content.createdAt, archival: content.archival === true });
  letterhead(sheet, content);
  for (const block of content.blocks) draw(sheet, block);
  numbers(sheet, content.footer ?? '');
  return sheet.end();
}

function letterhead(sheet: Sheet, { header, title, code }: PdfContent): void {
  const { doc, printable } = sheet;
  const top = doc.y;
  const column = (lines: readonly string[], x: number, wide: number): number => {
    doc.y = top;
    for (const [index, line] of lines.entries())
      sheet.words('P', () => {
        doc
          .font(index === 0 ? sheet.bold : sheet.regular)
          .fontSize(9)
          .fillColor(ink.words);
        doc.text(printable(line), x, doc.y, { width: wide });
      });
    return doc.y;
  };
  const half = width / 2;
  const side = code === undefined ? 0 : codeSide(code);
  const beside = side === 0 ? 0 : side + 10;
  const words = Math.max(column(header.left, margin, half - 10), column(header.right, margin + half, half - beside));
  if (code !== undefined) drawCode(sheet, code, margin + width - side, top);
  doc.y = Math.max(words, top + side) + 14;
  sheet.words('H1', () => {
    doc.font(sheet.bold).fontSize(15).fillColor(ink.title).text(printable(title), margin, doc.y, { width, align: 'center' });
  });
  doc.y += 4;
  sheet.ornament(() => {
    doc
      .moveTo(margin, doc.y)
      .lineTo(margin + width, doc.y)
      .lineWidth(0.8)
      .strokeColor(ink.title)
      .stroke();
  });
  doc.y += 10;
}

function draw(sheet: Sheet, block: PdfBlock): void {
  const { doc, printable } = sheet;
  if (block.kind === 'heading') {
    if (doc.y + 60 > bottom) doc.addPage();
    doc.y += 6;
    sheet.words('H2', () => {
      doc.font(sheet.bold).fontSize(11).fillColor(ink.title).text(printable(block.text), margin, doc.y, { width });
    });
    doc.y += 3;
    return;
  }
  const say = (text: string, indent = 0): void => {
    doc.font(sheet.regular).fontSize(10).fillColor(ink.words);
    doc.text(printable(text), margin + indent, doc.y, { width: width - indent });
  };
  if (block.kind === 'paragraph') sheet.words('P', () => say(block.text));
  else if (block.kind === 'table') table(sheet, block.head, block.rows);
  else
    sheet.group('L', () => {
      for (const [index, item] of block.items.entries())
        sheet.group('LI', () => sheet.words('LBody', () => say(block.ordered ? `${index + 1}. ${item}` : `• ${item}`, 10)));
    });
  doc.y += 5;
}

/** The foot of each page, when one knows how many there are. */
function numbers(sheet: Sheet, footer: string): void {
  const { doc, printable } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    sheet.ornament(() => {
      doc.font(sheet.regular).fontSize(7.5).fillColor(ink.small);
      doc.text(printable(footer), margin, 841.89 - 46, { width: width - 70, height: 24, ellipsis: true });
      doc.text(`page ${page + 1} / ${count}`, margin + width - 70, 841.89 - 46, { width: 70, align: 'right', lineBreak: false });
    });
  }
}
