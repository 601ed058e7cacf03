import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { compressed } from './build/compressed.ts';
import { apart } from './build/entries.ts';
import { carnetShell } from './build/shell.ts';
import { wholeWords } from './build/words.ts';
import { spaces } from './words.ts';

const web = import.meta.dirname;
const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const pdfjsVersion: string = JSON.parse(readFileSync(join(pdfjs, 'package.json'), 'utf8')).version;
const dataFolders = ['standard_fonts', 'wasm'];

/**
 * The files pdf.js asks for by name: the 14 fonts a PDF may leave out, and its image decoders. Their names carry no hash, so the
 * folder carries the version: `/assets` can stay immutable.
 */
function pdfjsData(): Plugin {
  const folder = `assets/pdfjs-${pdfjsVersion}`;
  return {
    name: 'socle-pdfjs-data',
    config: (_config, { command }) => ({
      define: { __PDFJS_DATA__: JSON.stringify(command === 'build' ? `/${folder}/` : `/@fs${pdfjs}/`) },
    }),
    generateBundle() {
      for (const data of dataFolders)
        for (const file of readdirSync(join(pdfjs, data)))
          if (!file.startsWith('quickjs'))
            this.emitFile({
              type: 'asset',
              fileName: `${folder}/${data}/${file}`,
              source: readFileSync(join(pdfjs, data, file)),
            });
    },
  };
}

/** The spaces of Socle, one entry each; the server sends `carnet/index.html` for every address under `/carnet`, and so on. */
export default defineConfig({
  root: web,
  base: '/',
  publicDir: false,
  plugins: [
    optimizeLocales.vite({ locales: ['fr-FR', 'en-GB', 'en-US'] }),
    react(),
    wholeWords(web, spaces),
    pdfjsData(),
    carnetShell(web),
    apart(),
    compressed(),
  ],
  server: {
    fs: { allow: ['..'] },
    proxy: { '/api': 'http://127.0.0.1:8080', '/entrer': 'http://127.0.0.1:8080', '/shl': 'http://127.0.0.1:8080' },
  },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
    rolldownOptions: {
      input: {
        carnet: resolve(web, 'carnet/index.html'),
        pro: resolve(web, 'pro/index.html'),
        partage: resolve(web, 'partage/index.html'),
        exploitation: resolve(web, 'exploitation/index.html'),
        worker: resolve(web, 'carnet/pwa/worker.ts'),
      },
      // Few files, for a browser opens six lines at a time: what every space begins with, what finds addresses and asks the server (a handed
      // link does without it), then what the spaces begin with beside the carnet (`light` does without the buttons of react-aria, as some screens of
      // the carnet do), and the carnet and the professional’s space each in one. A module goes with the first name that fits, and takes with it
      // what it needs.
      output: {
        // The address of a service worker says what it may serve, and does not change.
        entryFileNames: ({ name }) => (name === 'worker' ? 'carnet/sw.js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /vite\/preload-helper|react-aria\/dist\/private\/(i18n|ssr)\/|node_modules\/(react|react-dom|scheduler|i18next|react-i18next|use-sync-external-store)\/|web\/kit\/(announcer|api|appearance|appearanceChoice|badge|dates|i18n|icon|languageSwitch|loaded|page|press|skeleton|status)\.tsx?$|web\/kit\/style\/index\.css|web\/kit\/words\/firstFr/,
            },
            {
              name: 'app',
              test: /node_modules\/@tanstack\/|web\/kit\/(documentList|live|oddPages|session|shell|signInForm|start)\.tsx?$/,
            },
            {
              name: 'button',
              test: /web\/kit\/button\.tsx$/,
            },
            {
              name: 'fields',
              tags: ['$initial'],
              test: /node_modules\/|web\/kit\/(errorSummary|field|fragment)\.tsx$/,
            },
            {
              name: 'words',
              tags: ['$initial'],
              test: /web\/kit\/words\//,
            },
            {
              name: 'light',
              test: /web\/kit\/(accessibilityPage|fold|linkButton|profile\/recordWords)\.tsx$/,
            },
            {
              name: 'parts',
              tags: ['$initial'],
              test: /web\/kit\//,
            },
            {
              name: 'pro',
              tags: ['$initial'],
              test: /web\/pro\//,
            },
            {
              name: 'carnet',
              test: /web\/carnet\/main\.tsx$/,
            },
          ],
        },
      },
    },
  },
});
