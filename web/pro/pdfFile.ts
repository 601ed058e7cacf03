/** The limit of the API for one published PDF. */
export const largestPdfBytes = 10 * 1024 * 1024;

/** What keeps a file from being published as a PDF: nothing in it, another format whatever its name says, cut short, or too heavy. */
export type PdfFault = 'empty' | 'large' | 'type' | 'cut';

/** Read as far as it must be: a PDF says so in its first 1,024 bytes and closes with `%%EOF`, which a copy broken off on its way has lost. */
export async function pdfFaultOf(file: Blob): Promise<PdfFault | undefined> {
  if (file.size === 0) return 'empty';
  if (!(await partOf(file, 0, 1024)).includes('%PDF-')) return 'type';
  if (file.size > largestPdfBytes) return 'large';
  return (await partOf(file, Math.max(0, file.size - 2048), file.size)).includes('%%EOF') ? undefined : 'cut';
}

async function partOf(file: Blob, from: number, to: number): Promise<string> {
  return new TextDecoder('latin1').decode(await file.slice(from, to).arrayBuffer());
}

/** The bytes in base64, by slices: a large file must not become one long argument list. */
export async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
