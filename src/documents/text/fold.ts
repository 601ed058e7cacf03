/** What NFKD leaves as it is and people type otherwise. */
const written: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', μ: 'u', ø: 'o', đ: 'd', ł: 'l', ı: 'i' };
const plain = /^[a-z0-9]+$/;
const unheard = /[^\p{L}\p{N}.%]/gu;

/**
 * A word as it is compared: lower case, without accents, ligatures and compatibility forms taken apart (œ, ﬁ, ², full width), µ as u,
 * decimal commas as points. May be empty. Not for showing.
 */
export function fold(word: string): string {
  if (plain.test(word)) return word;
  const lower = word.replaceAll(',', '.').normalize('NFKD').toLowerCase();
  return lower.replace(unheard, '').replace(/[œæßμøđłı]/g, (letter) => written[letter] ?? letter);
}
