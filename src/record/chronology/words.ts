import type { DataLine } from './line.ts';

/** Without accents or capitals, as people type. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether what a line is called holds every word that was typed, each at the beginning of one of its own. */
export function holdsWords({ title, detail, author, structure }: DataLine, typed: string): boolean {
  const own = plain([title, detail, author, structure].join(' ')).split(/[^\p{L}\p{N}]+/u);
  const wanted = plain(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return wanted.length > 0 && wanted.every((word) => own.some((one) => one.startsWith(word)));
}
