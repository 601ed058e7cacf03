import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { Refusal } from '#kernel';
import { malformed, tooLarge, unsafeEntry } from './refusals.ts';
import { leaves, type SourceLimits } from './source.ts';

/** The files of a `.tar.gz`, unpacked in memory. Refusals as `openSource`. */
export async function readTar(bytes: Uint8Array, limits: SourceLimits): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let seen = 0;
  const take = async ({ name, type, size = 0 }: Header, stream: AsyncIterable<unknown>): Promise<void> => {
    if (++seen > limits.files) throw tooLarge(`plus de ${limits.files} fichiers`, `more than ${limits.files} files`);
    const known = type === 'file' || type === 'directory';
    if (!known || name.length > 500 || name.startsWith('/') || leaves(name)) throw unsafeEntry(name);
    if (size > limits.file)
      throw tooLarge(`un fichier de plus de ${limits.file} octets`, `a file of more than ${limits.file} bytes`, name);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    if (type === 'file') files.set(name.replace(/^\.\//, ''), Buffer.concat(chunks));
  };
  const tar = extract();
  tar.on('entry', (header, stream, next) => {
    stream.on('error', () => undefined); // told by the archive as a whole
    take(header, stream).then(() => next(), next);
  });
  try {
    await pipeline(Readable.from([bytes]), createGunzip(), atMost(limits.unpacked), tar);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw malformed('ce n’est pas un .tar.gz entier', 'it is no whole .tar.gz');
  }
  return files;
}

function atMost(limit: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > limit) done(tooLarge(`plus de ${limit} octets une fois décompressé`, `more than ${limit} bytes once unpacked`));
      else done(null, chunk);
    },
  });
}
