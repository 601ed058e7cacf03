/**
 * Are two words at most one slip apart: a letter too many, missing, another, or two neighbours in each other's place (Damerau-Levenshtein
 * distance 1)? Looks at bytes: `within` at `from`, `length` bytes long, against the whole of `word`.
 */
export function oneSlip(within: Uint8Array, from: number, length: number, word: Uint8Array): boolean {
  const gap = length - word.length;
  if (gap > 1 || gap < -1) return false;
  const least = gap < 0 ? length : word.length;
  let head = 0;
  while (head < least && within[from + head] === word[head]) head++;
  let tail = 0;
  while (tail < least - head && within[from + length - 1 - tail] === word[word.length - 1 - tail]) tail++;
  const left = (gap < 0 ? word.length : length) - head - tail;
  if (left <= 1) return true;
  return gap === 0 && left === 2 && within[from + head] === word[head + 1] && within[from + head + 1] === word[head];
}
