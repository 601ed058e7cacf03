import { Refusal } from '#kernel';

const titles: Readonly<Record<string, string>> = { DR: 'Dr', PR: 'Pr', M: 'M.', MME: 'Mme' };

/** A professional's name as people read it: `Dr Agathe Longâge`. */
export function displayName({
  prefix,
  given,
  family,
}: {
  readonly prefix?: string;
  readonly given: string;
  readonly family: string;
}): string {
  const title = prefix === undefined ? [] : [titles[prefix] ?? prefix];
  return [...title, given, family].join(' ');
}

/** A name without accents, capitals, hyphens and apostrophes, as names are kept to be found. */
export function foldName(name: string): string {
  return (plain.test(name) ? name : unaccented(name))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

const plain = /^[\0-\x7f]*$/;

function unaccented(name: string): string {
  return name
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}

const titled = new Set(['dr', 'docteur', 'pr', 'professeur', 'm', 'mme']);

/** The words of a name typed to find somebody, at most six of at most 40 letters; titles do not count. Refuses `directory.search-too-broad`. */
export function soughtNames(typed: string): readonly string[] {
  const words = foldName(typed.slice(0, 200))
    .split(' ')
    .filter((word) => word !== '' && !titled.has(word))
    .map((word) => word.slice(0, 40));
  if (!words.some((word) => word.length >= 2)) {
    throw new Refusal('directory.search-too-broad', {
      fr: 'Donnez au moins deux lettres du nom du professionnel.',
      en: 'Give at least two letters of the professional’s name.',
    });
  }
  return [...new Set(words)].slice(0, 6);
}
