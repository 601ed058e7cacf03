/** Letters that Unicode does not take apart into a base letter and a mark. */
const undivided: Readonly<Record<string, string>> = {
  Œ: 'OE',
  Æ: 'AE',
  Ø: 'O',
  Ł: 'L',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  ẞ: 'SS',
  ı: 'I',
};

/**
 * The words of a name as identities compare them: upper case, no accent, ligatures opened, cut at every space, hyphen or apostrophe.
 * `D’Œuvre--Éluard` gives `['D', 'OEUVRE', 'ELUARD']`.
 */
export function nameWords(text: string): string[] {
  return plainLetters(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** In upper case, no accent, ligatures opened; every sign that is no letter stays. */
export function plainLetters(text: string): string {
  return text
    .toUpperCase()
    .replace(/[ŒÆØŁĐÐÞẞı]/g, (letter) => undivided[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/**
 * One comparable form of a name: its words without anything between them, so that `LE GOFF`, `Le-Goff` and `LEGOFF` are one.
 * For comparing and finding, never for showing.
 * Source: Guide d’implémentation de l’INS, règle 17.
 */
export function normalisedName(text: string): string {
  return nameWords(text).join('');
}

/** True when `beginning` is the first words of `list`: `MARIE` begins `MARIE LOUISE`, not `MARIELLE`. An empty text begins nothing. */
export function beginsNames(beginning: string, list: string): boolean {
  const sought = normalisedName(beginning);
  let read = '';
  for (const word of nameWords(list)) {
    read += word;
    if (read === sought) return true;
    if (read.length >= sought.length) return false;
  }
  return false;
}
