import { Refusal } from '#kernel';
import { publishedExamples } from './publishedExamples.ts';

/** A checked matricule INS: 13 characters then a 2-digit key, no space. Made only by {@link parseMatricule}. */
export type Matricule = string & { readonly __matricule: true };

export interface MatriculeOptions {
  /** Also accept the few matricules of official example documents whose key is wrong; for a demonstration only. */
  readonly examples?: boolean;
}

/*
 * sex or temporary form · year · month (01–12, 20, 30–42 and 50–99 when the civil status does not say it) · department (never 00; 2A and
 * 2B for Corsica, 97 and 98 overseas, 99 born abroad) and commune or country · order · key
 */
const shape = /^[1-8]\d\d(0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)(0[1-9]|[1-9]\d|2[AB])\d{6}\d\d$/;
const separators = /[ \u00a0\u2009\u202f]/g;
/** 15 characters and the spaces between their groups; anything longer is not a matricule. */
const longest = 40;

/**
 * Reads a matricule INS as printed on a document, scanned from a Datamatrix or received in a message: NIR, NIA, temporary forms.
 *
 * In:  15 characters, spaces allowed between them; Corsica as `2A` or `2B` in positions 6–7, either case.
 * Out: the same 15 characters without spaces, in upper case.
 * Refuses `ins.malformed` when the length or a character is wrong, `ins.bad-key` when the key does not match.
 *
 * Does not compare with the traits: birth digits that disagree are right for a corrected civil status or an estimated date. A good key
 * does not make an identity qualified: that takes INSi and an identity check, see `status.ts`.
 *
 * Source: Référentiel INS; structure of the NIR, INSEE; cases in `spec/ins/matricule.json`.
 */
export function parseMatricule(text: string, options: MatriculeOptions = {}): Matricule {
  if (text.length > longest) throw malformed();
  const plain = text.replace(separators, '').toUpperCase();
  if (!shape.test(plain)) throw malformed();
  if (matriculeKey(plain.slice(0, 13)) === plain.slice(13)) return plain as Matricule;
  if (options.examples === true && publishedExamples.has(plain)) return plain as Matricule;
  throw badKey();
}

/** Without its key, or too long by a slip of the finger, it tells who is meant all the same. */
const inText = /(?<![0-9A-Za-z])[1-8]\s?\d\d\s?\d\d\s?\d[\dAB]\s?\d{3}\s?\d{3}(\s?\d\d)?\d{0,3}(?![0-9A-Za-z])/gi;

/** The text with `…` for everything in it that looks like a matricule, its key right, wrong or missing. */
export function withoutMatricules(text: string): string {
  return text.replace(inText, '…');
}

/**
 * The 2-digit key of the first 13 characters: 97 minus their remainder by 97, Corsica counted as 19 (2A) and 18 (2B).
 * Does not look at the form; gives something meaningless for anything else than 13 well-formed characters.
 */
export function matriculeKey(first13: string): string {
  const digits = first13.replace('2A', '19').replace('2B', '18');
  return String(97 - (Number(digits) % 97)).padStart(2, '0');
}

function malformed(): Refusal {
  return new Refusal(
    'ins.malformed',
    {
      fr: 'Ce n’est pas un matricule INS : il faut 13 caractères puis une clé de 2 chiffres.',
      en: 'This is not a matricule INS: 13 characters then a 2-digit key are needed.',
    },
    { source: 'Référentiel INS', at: 'matricule' },
  );
}

function badKey(): Refusal {
  return new Refusal(
    'ins.bad-key',
    {
      fr: 'La clé du matricule INS ne correspond pas : un caractère a sans doute été mal saisi.',
      en: 'The key of the matricule INS does not match: a character was probably mistyped.',
    },
    { source: 'Référentiel INS', at: 'matricule' },
  );
}
