/** `ambre.valcastel` from a given and a family name: lower case, no accent, words joined by hyphens. */
export function loginOf(given: string, family: string): string {
  return `${slug(given)}.${slug(family)}`;
}

/** A name as INSi gives it: upper case, no accent, ligatures in two letters, a straight apostrophe. */
export function civil(name: string): string {
  return unaccented(name).toUpperCase();
}

export function slug(name: string): string {
  return unaccented(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function unaccented(name: string): string {
  return name
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'OE')
    .replaceAll('æ', 'ae')
    .replaceAll('Æ', 'AE')
    .replaceAll('’', "'")
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');
}
