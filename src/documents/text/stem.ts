/** Words whose family the endings do not show. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    oeil: 'yeux',
    gros: 'gros',
    grosse: 'gros',
    longue: 'long',
    blanche: 'blanc',
    seche: 'sec',
    fraiche: 'frais',
    frais: 'frais',
    maux: 'mal',
    taux: 'taux',
    fois: 'fois',
    pouls: 'pouls',
    mais: 'mais',
    ovaire: 'ovaire',
  }),
);

type Ending = readonly [ending: string, instead: string, least: number];

/** Of each list the first ending that fits is taken, when at least so many letters are left before it. */
const plural: readonly Ending[] = [
  ['eaux', 'eau', 2],
  ['aux', 'al', 3],
  ['eux', 'eu', 2],
  ['oux', 'ou', 2],
  ['ss', 'ss', 0],
  ['s', '', 3],
];
const feminine: readonly Ending[] = [
  ['trice', 'teur', 3],
  ['euse', 'eu', 3],
  ['ive', 'if', 3],
  ['iere', 'ier', 3],
  ['elle', 'el', 3],
  ['ienne', 'ien', 3],
  ['onne', 'on', 3],
  ['ette', 'et', 3],
  ['ente', 'ent', 3],
  ['ail', 'al', 4],
  ['eau', 'eau', 0],
  ['au', 'al', 3],
];
/** Present, imperfect, future, conditional and participles of the great group in -er; the plural has lost its s already. */
const verb: readonly Ending[] = [
  ['eraient', '', 4],
  ['erait', '', 4],
  ['erons', '', 4],
  ['eron', '', 4],
  ['eront', '', 4],
  ['erent', '', 4],
  ['aient', '', 4],
  ['ment', 'ment', 0],
  ['issent', 'i', 4],
  ['issant', 'i', 4],
  ['rent', 'r', 3],
  ['ent', '', 5],
  ['erez', '', 4],
  ['erai', '', 4],
  ['era', '', 4],
  ['ait', '', 4],
  ['ai', '', 5],
  ['ee', '', 3],
  ['er', '', 4],
  ['ez', '', 4],
  ['ie', 'i', 4],
  ['e', '', 4],
];
const group2: readonly Ending[] = [
  ['ir', 'i', 4],
  ['it', 'i', 4],
  ['er', '', 4],
];

/**
 * What the forms of a French word have in common: singular and plural, masculine and feminine, the usual endings of verbs. In: a folded
 * word. Light on purpose: words of four letters lose a plural at most, shorter ones and what holds a digit stay as they are.
 * Nouns drawn from a verb (guérison, guérir) are other words.
 *
 * Source: the endings of French grammar; families and words that must stay apart in `stem.test.ts`.
 */
export function stem(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const one = changed(word, plural);
  const singular = irregular.get(one);
  if (singular !== undefined) return singular;
  if (one.length <= 4) return one;
  return changed(changed(changed(one, feminine), verb), group2);
}

function changed(word: string, endings: readonly Ending[]): string {
  for (const [ending, instead, least] of endings)
    if (word.length - ending.length >= least && word.endsWith(ending))
      return word.slice(0, word.length - ending.length) + instead;
  return word;
}
