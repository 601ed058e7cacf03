import type { Plugin } from 'vite';

interface Chunk {
  readonly type: 'chunk';
  readonly moduleIds: readonly string[];
  readonly imports: readonly string[];
  readonly dynamicImports: readonly string[];
}

/**
 * Fails the build when a space would load the first file of another, and so start it in its own page: the files that spaces share are made by
 * name, and what two of them share without a name of its own can end up in either.
 */
export function apart(): Plugin {
  return {
    name: 'socle-apart',
    generateBundle(_options, bundle) {
      const chunks = bundle as unknown as Readonly<Record<string, Chunk | { readonly type: 'asset' }>>;
      const startOf = (file: string): string | undefined => {
        const chunk = chunks[file];
        return chunk?.type === 'chunk' ? chunk.moduleIds.find((id) => /\/web\/\w+\/main\.tsx$/.test(id)) : undefined;
      };
      const walk = (file: string, seen: Set<string>): Set<string> => {
        const chunk = chunks[file];
        if (seen.has(file) || chunk?.type !== 'chunk') return seen;
        seen.add(file);
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) walk(next, seen);
        return seen;
      };
      for (const file of Object.keys(chunks)) {
        if (startOf(file) === undefined) continue;
        const other = [...walk(file, new Set())].find((one) => one !== file && startOf(one) !== undefined);
        if (other !== undefined) this.error(`${file} would start another space: it needs ${other}`);
      }
    },
  };
}
