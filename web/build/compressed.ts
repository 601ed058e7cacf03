import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const text = /\.(js|css|svg|webmanifest)$/;

/** Beside each text file of the build, the same compressed once for all (`.br`, `.gz`), so that the server has nothing to compress. */
export function compressed(): Plugin {
  return {
    name: 'socle-compressed',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = '.' }, bundle) {
        const { writeFile } = await import('node:fs/promises');
        await Promise.all(
          Object.values(bundle)
            .filter(({ fileName }) => fileName.startsWith('assets/') && text.test(fileName))
            .flatMap((one) => {
              const bytes = Buffer.from(one.type === 'chunk' ? one.code : one.source);
              const params = { [constants.BROTLI_PARAM_QUALITY]: bytes.length < 400_000 ? 11 : 9 };
              return [
                writeFile(`${dir}/${one.fileName}.br`, brotliCompressSync(bytes, { params })),
                writeFile(`${dir}/${one.fileName}.gz`, gzipSync(bytes, { level: 9 })),
              ];
            }),
        );
      },
    },
  };
}
