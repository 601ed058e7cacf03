import { Refusal } from '#kernel';

const source = 'Référentiel INS, datamatrix INS';

export function notAnInsCode(): Refusal {
  return new Refusal(
    'ins.code-other',
    {
      fr: 'Ce code n’est pas un DataMatrix INS. Visez le petit carré imprimé près des traits d’identité.',
      en: 'This code is no INS DataMatrix. Aim at the small square printed near the identity traits.',
    },
    { source, at: 'code' },
  );
}

export function unknownVersion(): Refusal {
  return new Refusal(
    'ins.code-version',
    {
      fr: 'Ce DataMatrix INS est d’une version que Socle ne connaît pas : saisissez les traits à la main.',
      en: 'This INS DataMatrix is of a version that Socle does not know: type the traits by hand.',
    },
    { source, at: 'code' },
  );
}

export function tooLong(): Refusal {
  return new Refusal(
    'ins.code-too-long',
    {
      fr: 'Ce texte est trop long pour un DataMatrix INS : plusieurs codes ont sans doute été lus à la suite. Recommencez avec un seul.',
      en: 'This text is too long for an INS DataMatrix: several codes were probably read one after the other. Start again with one.',
    },
    { source, at: 'code' },
  );
}

/** A field that is absent, there twice, unknown or of the wrong form: the code was badly made or badly read. */
export function badField(code: 'missing' | 'twice' | 'unknown' | 'malformed', at: string): Refusal {
  const [fr, en] = reasons[code];
  return new Refusal(
    `ins.code-${code}`,
    {
      fr: `Ce DataMatrix INS ${fr} (${at}). Relisez-le de plus près ; s’il est toujours refusé, saisissez les traits à la main.`,
      en: `This INS DataMatrix ${en} (${at}). Read it again from closer; if it is still refused, type the traits by hand.`,
    },
    { source, at },
  );
}

const reasons = {
  missing: ['ne porte pas tous ses champs', 'does not hold all its fields'],
  twice: ['porte deux fois le même champ', 'holds the same field twice'],
  unknown: ['porte un champ inconnu', 'holds an unknown field'],
  malformed: ['porte un champ mal formé', 'holds a malformed field'],
} as const;

export function unwritable(at: string): Refusal {
  return new Refusal(
    'ins.code-unwritable',
    {
      fr: 'Un nom porte une lettre que le DataMatrix INS ne sait pas écrire : le papier s’imprime sans code.',
      en: 'A name holds a letter that the INS DataMatrix cannot write: the paper is printed without a code.',
    },
    { source, at },
  );
}
