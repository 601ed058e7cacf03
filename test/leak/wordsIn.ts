import { fromBuffer } from 'yauzl';
import { things } from './things.ts';

/** Everything that can be read in the bytes of an answer: files of an archive and what is written in base 64 included. */
export async function textsIn(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return (await Promise.all((await filesIn(bytes)).map(textsIn))).join('\n');
  const text = bytes.toString();
  const packed = text.match(/[A-Za-z0-9+/]{120,}={0,2}/g) ?? [];
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
