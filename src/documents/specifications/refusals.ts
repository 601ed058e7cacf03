import { Refusal } from '#kernel';

/** The document could not be tried: nothing is said of it. */
export function unavailable(fr: string, en: string): Refusal {
  return new Refusal('documents.check-unavailable', {
    fr: `Le document n’a pas pu être contrôlé par les spécifications chargées : ${fr}.`,
    en: `The document could not be checked against the loaded specifications: ${en}.`,
  });
}

export function malformed(fr: string, en: string, at?: string): Refusal {
  return told('malformed', `ne peut pas être lu : ${fr}`, `cannot be read: ${en}`, at);
}

export function tooLarge(fr: string, en: string, at?: string): Refusal {
  return told('too-large', `est trop grand : ${fr}`, `is too large: ${en}`, at);
}

/** Nothing is unpacked to the disk, so a bad path could not harm; but whoever made it is not to be trusted with the rest either. */
export function unsafeEntry(at: string): Refusal {
  return told(
    'unsafe-entry',
    'contient un lien, un fichier chiffré ou un chemin qui en sort : il est refusé entier',
    'holds a link, an encrypted file or a path that leaves it: it is refused whole',
    at,
  );
}

export function empty(): Refusal {
  return told(
    'empty',
    'ne contient ni schéma XSD de CDA, ni schematron, ni liste de codes',
    'holds no XSD of CDA, no schematron and no code list',
  );
}

export function badName(): Refusal {
  return told(
    'bad-name',
    'n’a pas un nom ou une version de la forme attendue : lettres, chiffres, point, tiret (nom d’au plus 128 caractères, version d’au plus 64)',
    'has no name or version of the expected form: letters, digits, dot, hyphen (name of at most 128 characters, version of at most 64)',
  );
}

export function unknownSpecification(name: string): Refusal {
  return new Refusal('specifications.unknown', {
    fr: `Aucune spécification ${name} n’est chargée ; « socle specs list » donne celles qui le sont.`,
    en: `No specification ${name} is loaded; “socle specs list” tells those that are.`,
  });
}

function told(code: string, fr: string, en: string, at?: string): Refusal {
  const sentence = { fr: `Ce paquet de spécifications ${fr}.`, en: `This package of specifications ${en}.` };
  return new Refusal(`specifications.${code}`, sentence, at === undefined ? {} : { at: at.slice(0, 200) });
}
