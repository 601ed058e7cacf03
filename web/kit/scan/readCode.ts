import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

// The decoder comes from this server, never from the network of its makers.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

/** A photograph of more points than this says no more, and takes a telephone seconds. */
const widths = [1600, 3200, 800] as const;
const mostBytes = 30 * 1024 * 1024;
const mostPages = 5;
/** An A4 page at about 200 points an inch. */
const pageWidth = 1700;

/** Why a file gives no code: it is too large, it is neither picture nor PDF, or there is no code on it. */
export type Unread = 'large' | 'unknown' | 'none';
export type Reading = { readonly text: string } | { readonly unread: Unread };

/** The DataMatrix in a picture; undefined when none is seen. The picture never leaves this page. */
export async function codeIn(image: ImageData): Promise<string | undefined> {
  const found = await readBarcodes(image, { formats: ['DataMatrix'], textMode: 'Plain', tryHarder: true });
  // Several codes on one paper (a medicine, a parcel): the INS one says so first.
  return (found.find(({ text }) => text.startsWith('IS')) ?? found[0])?.text;
}

/** The DataMatrix of a photograph, a scan or a PDF, tried at several sizes. */
export async function codeInFile(file: Blob): Promise<Reading> {
  if (file.size > mostBytes) return { unread: 'large' };
  try {
    const text = file.type === 'application/pdf' ? await inPdf(file) : await inPicture(file);
    return text === undefined ? { unread: 'none' } : { text };
  } catch {
    return { unread: 'unknown' };
  }
}

async function inPicture(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file);
  try {
    for (const width of widths) {
      const scale = Math.min(1, width / Math.max(picture.width, picture.height));
      const text = await codeIn(drawn(picture, picture.width * scale, picture.height * scale));
      if (text !== undefined) return text;
    }
    return undefined;
  } finally {
    picture.close();
  }
}

async function inPdf(file: Blob): Promise<string | undefined> {
  const { openPdf } = await import('../pdf/open.ts');
  const { opened, close } = openPdf(new Uint8Array(await file.arrayBuffer()));
  try {
    const { pdf } = await opened;
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number++) {
      const page = await pdf.getPage(number);
      const viewport = page.getViewport({ scale: pageWidth / page.getViewport({ scale: 1 }).width });
      const canvas = document.createElement('canvas');
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.min(Math.floor(viewport.height), 4 * pageWidth);
      await page.render({ canvas, viewport }).promise;
      const text = await codeIn(pointsOf(canvas));
      if (text !== undefined) return text;
    }
    return undefined;
  } finally {
    close();
  }
}

/** What a camera or a picture shows now, as points. */
export function drawn(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  // A picture without a ground is on white paper.
  if (context) context.fillStyle = '#fff';
  context?.fillRect(0, 0, canvas.width, canvas.height);
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pointsOf(canvas);
}

function pointsOf(canvas: HTMLCanvasElement): ImageData {
  const points = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
  if (points === undefined) throw new Error('this browser draws nothing');
  return points;
}
