import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { fromBuffer } from 'yauzl';
import { things } from './things.ts';

/** Everything that can be read in the bytes of an answer: files of an archive, pages of a PDF and what is written in base 64 included. */
export async function textsIn(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return (await Promise.all((await filesIn(bytes)).map(textsIn))).join('\n');
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return `${bytes.toString('latin1')}\n${await onPages(bytes)}`;
  const text = bytes.toString();
  const packed = text.match(/[A-Za-z0-9+/_-]{120,}={0,2}/g) ?? [];
  return [text, ...packed.map((one) => Buffer.from(one, 'base64').toString())].join('\n');
}

/** The things whose word stands in a text. */
export function namedIn(text: string): ReadonlySet<string> {
  return new Set(things.filter(({ word }) => text.includes(word)).map(({ name }) => name));
}

function filesIn(zip: Buffer): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (error, archive) => {
      if (error !== null) return reject(error);
      const files: Buffer[] = [];
      archive.on('entry', (entry) => {
        archive.openReadStream(entry, (failed, stream) => {
          if (failed !== null) return reject(failed);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            files.push(Buffer.concat(parts));
            archive.readEntry();
          });
        });
      });
      archive.on('end', () => resolve(files));
      archive.on('error', reject);
      archive.readEntry();
    });
  });
}

async function onPages(pdf: Buffer): Promise<string> {
  const opening = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  try {
    const document = await opening.promise;
    const texts: string[] = [];
    for (let n = 1; n <= document.numPages; n++) {
      const { items } = await (await document.getPage(n)).getTextContent();
      texts.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    }
    return texts.join('\n');
  } finally {
    await opening.destroy();
  }
}
