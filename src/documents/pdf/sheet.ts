import PDFDocument from 'pdfkit';
import { fontBytes } from './font.ts';
import { latinOnly, oneGlyphEach } from './glyphs.ts';

export type Doc = InstanceType<typeof PDFDocument>;
type Element = ReturnType<Doc['struct']>;

/** The parts of a document that its reader is told of. */
export type Tag = 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD';

export const margin = 50;
export const width = 595.28 - 2 * margin;
export const bottom = 841.89 - 70;

/** Pages under way, their fonts, and what a reader that speaks is told of them. */
export interface Sheet {
  readonly doc: Doc;
  readonly regular: string;
  readonly bold: string;
  /** The words with what the fonts cannot draw replaced. */
  printable(text: string): string;
  /** A part that holds others. */
  group(tag: Tag, draw: () => void): void;
  /** A part that holds words. */
  words(tag: Tag, draw: () => void): void;
  /** A drawing, with the words that are read aloud in its place. */
  figure(alt: string, draw: () => void): void;
  /** Lines and page numbers: nothing to be read aloud. */
  ornament(draw: () => void): void;
  /** Every page is drawn. */
  end(): Buffer;
}

interface SheetOptions {
  readonly title: string;
  readonly createdAt: Date;
  /** PDF/A-1a, with its fonts inside. */
  readonly archival: boolean;
  /** The caller adds every page, the first one too. */
  readonly noPage?: boolean;
}

/** Opens A4 pages. Archival: tagged, DejaVu inside; else the standard fonts of every reader, several times as quick. */
export function openSheet({ title, createdAt, archival, noPage = false }: SheetOptions): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    // pdfkit writes the title into the XMP as it is.
    info: { Title: inXmp(title), Producer: 'Socle', Creator: 'Socle', CreationDate: createdAt },
    lang: 'fr-FR',
    bufferPages: true,
    autoFirstPage: !noPage,
    // Whoever stores the envelope compresses it, and uncompressed pages are written at once, with no wait.
    compress: false,
    ...(archival ? { subset: 'PDF/A-1a', pdfVersion: '1.4', tagged: true, displayTitle: true, font: '' } : {}),
  });
  if (archival) for (const name of ['regular', 'bold'] as const) doc.registerFont(name, fontBytes(name));
  const tags = archival ? tagging(doc) : plain;
  return {
    doc,
    regular: archival ? 'regular' : 'Helvetica',
    bold: archival ? 'bold' : 'Helvetica-Bold',
    printable: archival ? oneGlyphEach : latinOnly,
    ...tags,
    end: () => {
      tags.close();
      doc.end();
      // Every object is written during end(): the stream's buffer holds the whole file.
      const bytes: unknown = doc.read();
      if (!Buffer.isBuffer(bytes)) throw new Error('pdfkit kept part of the file back');
      return bytes;
    },
  };
}

type Tags = Pick<Sheet, 'group' | 'words' | 'figure' | 'ornament'> & { close(): void };

const plain: Tags = {
  group: (_tag, draw) => draw(),
  words: (_tag, draw) => draw(),
  figure: (_alt, draw) => draw(),
  ornament: (draw) => draw(),
  close: () => undefined,
};

function tagging(doc: Doc): Tags {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const open: Element[] = [root];
  const parent = (): Element => open.at(-1) ?? root;
  return {
    group(tag, draw) {
      const element = doc.struct(tag);
      parent().add(element);
      open.push(element);
      draw();
      open.pop();
      element.end();
    },
    words(tag, draw) {
      const element = doc.struct(tag);
      parent().add(element);
      // A part that is in the tree draws what it is given at once.
      element.add(draw);
      element.end();
    },
    figure(alt, draw) {
      const element = doc.struct('Figure', { alt });
      parent().add(element);
      element.add(draw);
      element.end();
    },
    ornament(draw) {
      doc.markContent('Artifact', { type: 'Layout' });
      draw();
      doc.endMarkedContent();
    },
    close: () => void root.end(),
  };
}

function inXmp(title: string): string {
  const safe: Readonly<Record<string, string>> = { '&': 'et', '<': '‹', '>': '›' };
  return latinOnly(title).replace(/[&<>]/g, (character) => safe[character] ?? '');
}
