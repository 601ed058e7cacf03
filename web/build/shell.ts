import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

interface Chunk {
  readonly type: 'chunk';
  readonly fileName: string;
  readonly name: string;
  readonly moduleIds: readonly string[];
  readonly imports: readonly string[];
  code: string;
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string>; readonly importedAssets: ReadonlySet<string> };
}
type Bundle = Readonly<Record<string, Chunk | { readonly type: 'asset' }>>;

const icons = [
  { file: 'icon-192.png', sizes: '192x192', purpose: 'any' },
  { file: 'icon-512.png', sizes: '512x512', purpose: 'any' },
  { file: 'icon-maskable-512.png', sizes: '512x512', purpose: 'maskable' },
] as const;

/**
 * What makes the carnet a thing to install: `carnet/manifest.webmanifest` with its icons, and in the worker (the entry `worker`) the list of what
 * it keeps: the first screen, the words in both languages, the emergency card and the page for want of a network, each with all that it needs.
 */
export function carnetShell(web: string): Plugin {
  const pwa = join(web, 'carnet/pwa');
  const kept = [
    'carnet/pages/emergency.tsx',
    'carnet/pwa/offline.tsx',
    'carnet/words/fr.ts',
    'carnet/words/en.ts',
    'kit/words/fr.ts',
    'kit/words/en.ts',
  ];
  return {
    name: 'socle-carnet-shell',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = bundle as unknown as Bundle;
      const find = (is: (chunk: Chunk) => boolean): Chunk | undefined =>
        Object.values(chunks).find((one): one is Chunk => one.type === 'chunk' && is(one));
      const worker = find(({ fileName }) => fileName === 'carnet/sw.js');
      const roots = [
        find(({ name }) => name === 'carnet'),
        ...kept.map((path) => find(({ moduleIds }) => moduleIds.includes(join(web, path)))),
      ];
      if (worker === undefined || roots.includes(undefined))
        throw new Error('the shell of the carnet: a part of it is not in the build');
      const files = new Set<string>();
      const add = (chunk: Chunk | undefined): void => {
        if (chunk === undefined || files.has(`/${chunk.fileName}`)) return;
        files.add(`/${chunk.fileName}`);
        for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`);
        for (const name of chunk.imports) add(find(({ fileName }) => fileName === name));
      };
      for (const root of roots) add(root);
      const images = icons.map(({ file, ...icon }) => {
        const source = readFileSync(join(pwa, file));
        const src = `/${this.getFileName(this.emitFile({ type: 'asset', name: file, source }))}`;
        return { src, type: 'image/png', ...icon };
      });
      const manifest = JSON.stringify({ ...JSON.parse(readFileSync(join(pwa, 'manifest.json'), 'utf8')), icons: images });
      this.emitFile({ type: 'asset', fileName: 'carnet/manifest.webmanifest', source: manifest });
      const list = ['/carnet', ...[...files].sort(), '/carnet/manifest.webmanifest', ...images.slice(0, 1).map(({ src }) => src)];
      const version = createHash('sha256')
        .update(JSON.stringify(list))
        .update(readFileSync(join(web, 'carnet/index.html')))
        .update(worker.code)
        .digest('hex')
        .slice(0, 12);
      worker.code = `const __SHELL__=${JSON.stringify({ version, files: list })};${worker.code}`;
    },
  };
}
