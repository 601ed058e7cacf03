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
  [...sentence.matchAll(/\{\{(\w+)\}\}/g)]
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

/** The keys that a source asks for by name and that neither its space nor the kit has. */
export function unknownKeys(code: string, known: ReadonlySet<string>): string[] {
  const has = (key: string): boolean => known.has(key) || known.has(`${key}_other`);
  return [...code.matchAll(asked)].map(([, key = '']) => key).filter((key) => !has(key));
}

/** Fails the build when a language lacks a key or differs, and when a screen asks for a key that is nowhere. Types say it too, but later. */
export function wholeWords(web: string, spaces: Spaces): Plugin {
  const keysOf = (space: string): Map<string, string> => leaves(spaces[space]?.[0] ?? {});
  return {
    name: 'socle-whole-words',
    enforce: 'pre',
    buildStart() {
      const faults = Object.entries(spaces).flatMap(([space, words]) => faultsOf(space, words));
      if (faults.length > 0) this.error(`words are missing or differ:\n${faults.join('\n')}`);
    },
    transform(code, id) {
      const [space = '', ...rest] = relative(web, id.split('?')[0] ?? id).split(sep);
      if (!/\.tsx?$/.test(rest.at(-1) ?? '') || spaces[space] === undefined) return;
      // A part of the kit may stand in any space, but knows the words of the kit only.
      const unknown = unknownKeys(code, new Set([...keysOf('kit').keys(), ...keysOf(space).keys()]));
      if (unknown.length > 0) this.error(`${id}: no words for ${unknown.join(', ')}`);
    },
  };
}
