/** What counts as space between words: spaces, ASCII punctuation, Latin-1 signs, general and CJK punctuation. The same class in PostgreSQL. */
export const betweenWords = '[\\s!-/:-@\\[-`{-~\\u00a0-\\u00bf\\u2000-\\u206f\\u3000-\\u303f]+';
/** Marks that NFKD parts from their letters. */
export const marks = '[\\u0300-\\u036f]+';
/** Letters that NFKD leaves whole. */
export const ligatures: readonly (readonly [letter: string, plain: string])[] = [
  ['œ', 'oe'],
  ['æ', 'ae'],
  ['ß', 'ss'],
  ['ø', 'o'],
];

const plain = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const allMarks = new RegExp(marks, 'g');
const allBetween = new RegExp(betweenWords, 'g');
const ligature = /[œæßø]/g;
const letters = new Map(ligatures);

/**
 * A text as strings are searched: without case, accents and ligatures, each run of spaces and punctuation one space, none at the ends.
 * `Lœtitia D’Été-Rouge` becomes `loetitia d ete rouge`. Source: FHIR R4 §3.1.1.4.9.
 */
export function fold(text: string): string {
  if (plain.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(allMarks, '')
    .toLowerCase()
    .replace(ligature, (letter) => letters.get(letter) ?? letter)
    .replace(allBetween, ' ')
    .trim();
}
