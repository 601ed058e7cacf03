import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** A space and its words, in French and in English. */
export type Spaces = Readonly<Record<string, readonly [fr: object, en: object]>>;

/** Every leaf as `a.b.c` → sentence. */
export function leaves(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, sentence] of leaves(value as object, `${path}${key}.`)) found.set(inner, sentence);
  }
  return found;
}

const holes = (sentence: string): string =>
  [...sentence.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)]
    .map((m) => m[1])
    .sort()
    .join();
const otherForm = (key: string): string => key.replace(/_(one|other)$/, key.endsWith('_one') ? '_other' : '_one');

/** What is wrong with the words of a space, a line each: a key that a language lacks, an empty sentence, other holes, half a plural. */
export function faultsOf(space: string, [fr, en]: readonly [fr: object, en: object]): string[] {
  const [french, english] = [leaves(fr), leaves(en)];
  const faults: string[] = [];
  for (const [key, sentence] of french) {
    const mirrored = english.get(key);
    if (mirrored === undefined) faults.push(`${space}: ${key} is not in English`);
    else if (holes(sentence) !== holes(mirrored)) faults.push(`${space}: ${key} has other holes in English`);
    if (sentence.trim() === '' || mirrored?.trim() === '') faults.push(`${space}: ${key} is empty`);
    if (/_(one|other)$/.test(key) && !french.has(otherForm(key))) faults.push(`${space}: ${key} has no ${otherForm(key)}`);
  }
  for (const key of english.keys()) if (!french.has(key)) faults.push(`${space}: ${key} is not in French`);
  return faults;
}

const asked = /(?<![\w.$])t\(\s*'([\w.-]+)'/g;

/** The keys that a source asks for by name and that are not `known`; a source of no space knows none, and is left alone. */
export function unknownKeys(code: string, known: ReadonlySet<string> | undefined): string[] {
  const has = (key: string): boolean => known === undefined || known.has(key) || known.has(`${key}_other`);
  return [...code.matchAll(asked)].map(([, key = '']) => key).filter((key) => !has(key));
}

/** Fails the build when a language lacks a key or differs, and when a screen asks for a key that is nowhere. Types say it too, but later. */
export function wholeWords(web: string, spaces: Spaces): Plugin {
  const keysOf = (space: string): Iterable<string> => leaves(spaces[space]?.[0] ?? {}).keys();
  // A part of the kit may stand in any space, but knows the words of the kit only.
  const known = new Map(Object.keys(spaces).map((space) => [space, new Set([...keysOf('kit'), ...keysOf(space)])]));
  return {
    name: 'socle-whole-words',
    enforce: 'pre',
    buildStart() {
      const faults = Object.entries(spaces).flatMap(([space, words]) => faultsOf(space, words));
      if (faults.length > 0) this.error(`words are missing or differ:\n${faults.join('\n')}`);
    },
    transform: {
      filter: { id: /\/web\/.*\.tsx?$/ },
      handler(code, id) {
        const [space = ''] = relative(web, id).split(sep);
        const unknown = unknownKeys(code, known.get(space));
        if (unknown.length > 0) this.error(`${id}: no words for ${unknown.join(', ')}`);
      },
    },
  };
}
