import type { Json, Shelf } from '#packages';
import { type CodeSystem, compileCodeSystem } from './codeSystem.ts';
import { codeLists } from './computed/codeLists.ts';

/** The code systems of a shelf and those that Socle makes itself, each compiled when first asked. */
export interface CodeSystems {
  /** With a version, that version or one that begins so; without, the newest that is whole, else all the parts there are of it. */
  find(url: string, version?: string): CodeSystem | undefined;
}

export function codeSystemsOf(shelf: Shelf): CodeSystems {
  const compiled = new Map<string, CodeSystem | undefined>();
  return {
    find(url, version) {
      const key = version === undefined ? url : `${url}|${version}`;
      if (!compiled.has(key)) {
        const parts = partsOf(shelf, url, version);
        compiled.set(key, parts.length === 0 ? undefined : compileCodeSystem(parts));
      }
      return compiled.get(key);
    },
  };
}

/** One whole resource, or the parts of a system that nobody here has whole. A supplement has no codes of its own. */
function partsOf(shelf: Shelf, url: string, version: string | undefined): readonly Json[] {
  const asked = shelf.find('CodeSystem', version === undefined ? url : `${url}|${version}`);
  if (version !== undefined) return asked === undefined ? [] : [asked];
  if (asked?.content === 'complete') return [asked];
  const all = shelf
    .list('CodeSystem')
    .filter((one) => one.url === url)
    .map((one) => shelf.find('CodeSystem', one.version === undefined ? url : `${url}|${one.version}`))
    .filter((one) => one !== undefined);
  const whole = all.find(({ content }) => content === 'complete') ?? codeLists[url]?.();
  return whole === undefined ? all.filter(({ content }) => content !== 'supplement') : [whole];
}
