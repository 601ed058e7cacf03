import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

export interface OpenedPdf {
  readonly pdf: PDFDocumentProxy;
  /** True when no page has a single word: a scan, which cannot be read aloud. */
  readonly imageOnly: boolean;
}

/**
 * Opens a PDF of the API, or one that is already here, in a worker; nothing in it can run. Throws when it is not a readable PDF. `close` stops
 * everything.
 */
export function openPdf(source: string | Uint8Array): { opened: Promise<OpenedPdf>; close: () => void } {
  const task = getDocument({
    // A copy: the worker takes what it is given.
    ...(typeof source === 'string' ? { url: source } : { data: source.slice() }),
    standardFontDataUrl: `${__PDFJS_DATA__}standard_fonts/`,
    wasmUrl: `${__PDFJS_DATA__}wasm/`,
    enableXfa: false,
    withCredentials: true,
  });
  return {
    opened: task.promise.then(async (pdf) => ({ pdf, imageOnly: !(await hasWords(pdf)) })),
    close: () => void task.destroy(),
  };
}

async function hasWords(pdf: PDFDocumentProxy): Promise<boolean> {
  for (let number = 1; number <= Math.min(pdf.numPages, 5); number++) {
    const text = await (await pdf.getPage(number)).getTextContent();
    if (text.items.some((item) => 'str' in item && item.str.trim() !== '')) return true;
  }
  return false;
}
