import PDFDocument from 'pdfkit';

/** What goes on the paper, from top to bottom. */
export interface PdfContent {
  readonly title: string;
  /** Lines above the title: who writes, about whom, when. Two columns. */
  readonly header: { readonly left: readonly string[]; readonly right: readonly string[] };
  readonly blocks: readonly PdfBlock[];
  /** Small print at the bottom of the last page. */
  readonly footer?: string;
  /** The date inside the file; the same content with the same date gives the same bytes. */
  readonly createdAt: Date;
}

export type PdfBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered?: boolean }
  | { readonly kind: 'table'; readonly head?: readonly string[]; readonly rows: readonly (readonly string[])[] };

const margin = 50;
const width = 595.28 - 2 * margin;
const bottom = 841.89 - 70;

/**
 * Writes a PDF on A4 pages with the standard fonts of every reader.
 *
 * Characters outside Windows-1252 (which holds all of French) lose their accent or become `?`.
 * It makes no PDF/A: the fonts are not embedded.
 */
export function writePdf(content: PdfContent): Buffer {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    info: { Title: printable(content.title), Producer: 'Socle', Creator: 'Socle', CreationDate: content.createdAt },
    lang: 'fr-FR',
    // Faster by a fifth, and the envelope around it is compressed by whoever stores it.
    compress: false,
  });
  letterhead(doc, content);
  for (const block of content.blocks) draw(doc, block);
  if (content.footer !== undefined) {
    doc.moveDown(1.5).font('Helvetica').fontSize(8).fillColor('#555').text(printable(content.footer), margin, doc.y, { width });
  }
  doc.end();
  // Every object is written during end(): the stream's buffer holds the whole file.
  const bytes: unknown = doc.read();
  if (!Buffer.isBuffer(bytes)) throw new Error('pdfkit kept part of the file back');
  return bytes;
}

type Doc = InstanceType<typeof PDFDocument>;

function letterhead(doc: Doc, { header, title }: PdfContent): void {
  doc.font('Helvetica').fontSize(9).fillColor('#222');
  const top = doc.y;
  for (const line of header.left) doc.text(printable(line), margin, doc.y, { width: width / 2 - 10 });
  const left = doc.y;
  doc.y = top;
  for (const line of header.right) doc.text(printable(line), margin + width / 2, doc.y, { width: width / 2 });
  doc.y = Math.max(left, doc.y) + 14;
  doc.font('Helvetica-Bold').fontSize(15).fillColor('#12355b').text(printable(title), margin, doc.y, { width, align: 'center' });
  doc.y += 4;
  doc
    .moveTo(margin, doc.y)
    .lineTo(margin + width, doc.y)
    .lineWidth(0.8)
    .strokeColor('#12355b')
    .stroke();
  doc.y += 10;
}

function draw(doc: Doc, block: PdfBlock): void {
  if (block.kind === 'heading') {
    keep(doc, 50);
    doc.moveDown(0.4).font('Helvetica-Bold').fontSize(11).fillColor('#12355b');
    doc.text(printable(block.text), margin, doc.y, { width }).moveDown(0.2);
    return;
  }
  doc.font('Helvetica').fontSize(10).fillColor('#111');
  if (block.kind === 'paragraph') {
    doc.text(printable(block.text), margin, doc.y, { width }).moveDown(0.4);
  } else if (block.kind === 'list') {
    for (const [index, item] of block.items.entries()) {
      doc.text(printable(block.ordered ? `${index + 1}. ${item}` : `• ${item}`), margin + 10, doc.y, { width: width - 10 });
    }
    doc.moveDown(0.4);
  } else table(doc, block.head, block.rows);
}

function table(doc: Doc, head: readonly string[] | undefined, rows: readonly (readonly string[])[]): void {
  const columns = Math.max(head?.length ?? 0, ...rows.map((cells) => cells.length), 1);
  const cell = width / columns;
  const all = head === undefined ? rows : [head, ...rows];
  for (const [index, cells] of all.entries()) {
    doc.font(head !== undefined && index === 0 ? 'Helvetica-Bold' : 'Helvetica').fontSize(9);
    const words = cells.map(printable);
    const height = Math.max(...words.map((text) => doc.heightOfString(text, { width: cell - 8 })), 10) + 6;
    keep(doc, height);
    const y = doc.y;
    for (const [column, text] of words.entries()) doc.text(text, margin + column * cell + 4, y + 3, { width: cell - 8 });
    doc.rect(margin, y, width, height).lineWidth(0.3).strokeColor('#999').stroke();
    doc.y = y + height;
  }
  doc.y += 8;
}

/** Starts a new page when less than `height` is left, so that a row or a heading is not cut. */
function keep(doc: Doc, height: number): void {
  if (doc.y + height > bottom) doc.addPage();
}

/** The part of Windows-1252 above ASCII that is not Latin-1. */
const windows1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const replaced: Readonly<Record<string, string>> = { '\u202F': '\u00A0', '≤': '<=', '≥': '>=', '↑': '(+)', '↓': '(-)', '−': '-' };

function printable(text: string): string {
  return text.normalize('NFC').replace(/[^\t\n\u0020-\u007E\u00A0-\u00FF]/gu, (character) => {
    if (windows1252.includes(character)) return character;
    const plain = replaced[character] ?? character.normalize('NFD').charAt(0);
    return /^[\u0020-\u00FF]+$/.test(plain) ? plain : '?';
  });
}
