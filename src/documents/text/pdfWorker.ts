/** Runs in a process of its own (`pdf.ts`): reads the text of one PDF after another. Whatever goes wrong here goes wrong here alone. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { hear } from '../apart/index.ts';
import type { PdfAnswer, PdfOrder } from './pdf.ts';

/** Nothing of the file is run, drawn or fetched: no scripts, no fonts of the system, no images. */
const guarded = { isEvalSupported: false, useSystemFonts: false, disableFontFace: true, enableXfa: false, verbosity: 0 } as const;

hear((order: PdfOrder) => {
  read(order).then(
    (answer) => process.send?.(answer),
    // The message could hold words of the document: only that it failed leaves this process.
    () => process.send?.({ id: order.id, state: 'unreadable', text: '', pages: 0 } satisfies PdfAnswer),
  );
});

async function read({ id, bytes, limits }: PdfOrder): Promise<PdfAnswer> {
  const task = getDocument({ data: Uint8Array.from(bytes), ...guarded });
  try {
    const pdf = await task.promise;
    const pages = Math.min(pdf.numPages, limits.pages);
    let full = false;
    let text = '';
    for (let n = 1; n <= pages && !full; n++) {
      const page = await pdf.getPage(n);
      const { items } = await page.getTextContent();
      for (const item of items) {
        if (!('str' in item)) continue;
        text += item.hasEOL ? `${item.str}\n` : item.str;
        if (text.length > limits.characters) full = true;
        if (full) break;
      }
      text += '\n';
      page.cleanup();
    }
    const cut = full || pages < pdf.numPages;
    return { id, state: cut ? 'cut' : 'read', text: text.slice(0, limits.characters), pages: pdf.numPages };
  } finally {
    await task.destroy();
  }
}
