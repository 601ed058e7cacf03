import { Refusal } from '#kernel';
import { type Matricule, type MatriculeOptions, parseMatricule } from '../matricule.ts';
import { type InsOid, parseInsOid } from '../oid.ts';
import { parseTraits, type Traits } from '../traits.ts';
import { fields, header, separator, type Tag, tags } from './layout.ts';
import { badField, notAnInsCode, tooLong, unknownVersion } from './refusals.ts';

/** Who an INS DataMatrix says that somebody is. Nobody signed it: INSi must be asked before it is believed. */
export interface CodeRead {
  readonly oid: InsOid;
  readonly matricule: Matricule;
  /** The first given name is taken as the first word of the list: the code does not tell it apart. */
  readonly traits: Traits;
}

/** The header, the tags, every field at its longest with a separator behind, and what a hand scanner adds. */
const longest = 400;
/** The separator as some readers show it. */
const shown = '␝';
const shapes: Readonly<Record<Tag, RegExp>> = {
  S1: /^[0-9ABab]{15}$/,
  S2: /^[0-9.]{1,20}$/,
  S3: /^[^\d]{1,100}$/,
  S4: /^[^\d]{1,100}$/,
  S5: /^[MF]$/,
  S6: /^\d\d-\d\d-\d{4}$/,
  S7: /^[0-9ABab]{5}$/,
};

/**
 * Reads the text of an INS DataMatrix, its fields in any order.
 *
 * In: the text as a camera or a hand scanner gives it, at most 400 characters. A scanner that plays a keyboard may write `]d1` before it, and
 * lose the separators or turn them into spaces: no value holds a tag, so the fields are told apart all the same.
 * Refuses `ins.code-other`, `ins.code-version`, `ins.code-too-long`, `ins.code-missing`, `ins.code-twice`, `ins.code-unknown`,
 * `ins.code-malformed`, and of what it holds `ins.bad-key`, `ins.malformed`, `ins.unknown-oid`, `ins.malformed-trait`.
 *
 * Believes nothing: that is {@link Ins.scan}.
 *
 * Source: Référentiel INS, datamatrix INS; cases in `spec/ins/datamatrix.json`.
 */
export function parseInsDatamatrix(text: string, options: MatriculeOptions = {}): CodeRead {
  if (text.length > longest) throw tooLong();
  const plain = text.replace(/^\s*(\][a-z]\d)?/i, '').replaceAll(separator, shown);
  if (!/^IS\d\d/.test(plain)) throw notAnInsCode();
  if (!plain.startsWith('IS01')) throw unknownVersion();
  if (!/^[0-9A-Z]{26}/.test(plain)) throw notAnInsCode();
  const said = fieldsOf(plain.slice(header.length));
  for (const tag of tags) if (!said.has(tag)) throw badField('missing', fields[tag].name);
  const value = (tag: Tag): string => said.get(tag) ?? '';
  const birthGivens = value('S3');
  return {
    oid: parseInsOid(value('S2')),
    matricule: parseMatricule(value('S1'), options),
    traits: traitsOf({
      birthFamily: value('S4'),
      birthGivens,
      firstBirthGiven: birthGivens.split(' ')[0] ?? '',
      sex: value('S5'),
      birthDate: value('S6').split('-').reverse().join('-'),
      birthPlace: value('S7').toUpperCase(),
    }),
  };
}

/** A separator, a tag that follows or the longest length ends a field. */
function fieldsOf(text: string): Map<Tag, string> {
  const said = new Map<Tag, string>();
  for (let at = 0; at < text.length; ) {
    const tag = text.slice(at, at + 2);
    const known = tags.find((one) => one === tag);
    if (known === undefined) throw badField(/^S\d$/.test(tag) ? 'unknown' : 'malformed', tag.replace(/[^S\d]/g, '?'));
    const { fixed, longest: most, name } = fields[known];
    if (said.has(known)) throw badField('twice', name);
    const rest = text.slice(at + 2);
    const end = fixed ? most : endOf(rest, most);
    const value = rest.slice(0, end).trim();
    if (!shapes[known].test(value)) throw badField('malformed', name);
    said.set(known, value);
    at += 2 + end + (/^[\s␝]*/.exec(rest.slice(end))?.[0].length ?? 0);
  }
  return said;
}

function endOf(rest: string, most: number): number {
  const found = /␝|\s*S\d/.exec(rest)?.index ?? rest.length;
  return Math.min(found, most);
}

/** Which trait is malformed is told as a field of the code: there is no form to mend. */
function traitsOf(given: Readonly<Record<keyof Omit<Traits, 'usedFamily' | 'usedGiven'>, string>>): Traits {
  try {
    return parseTraits(given);
  } catch (error) {
    if (error instanceof Refusal) throw badField('malformed', error.at ?? 'code');
    throw error;
  }
}
