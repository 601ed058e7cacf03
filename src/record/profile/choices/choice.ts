import type { CodedLabel, ProfileSection } from '../line.ts';

/** Something that many people have to enter, in everyday words. */
export interface Choice {
  readonly label: string;
  /** Other words for the very same thing: who says them says this. */
  readonly same: readonly string[];
  /** Words by which it is found too, though they do not mean quite the same: a brand, the name of a family. */
  readonly near: readonly string[];
  /** One of the kinds of its section. */
  readonly kind?: string;
  /** Where one is certain and free to use. */
  readonly code?: CodedLabel;
}

/** One line of a list: words are parted by commas. */
export type Row = readonly [label: string, same?: string, near?: string];

export type ChoiceSection = Extract<ProfileSection, 'problems' | 'allergies' | 'treatments' | 'vaccinations'>;

export const choiceIn = ([label, same = '', near = '']: Row): Choice => ({ label, same: parted(same), near: parted(near) });

/** WHO: classes of medicines and vaccines. */
export const atc = 'http://www.whocc.no/atc';

/** A row that begins with its ATC class; none when we know of no class that says just that. */
export function codedIn([code, ...row]: readonly [code: string, ...row: Row]): Choice {
  const choice = choiceIn(row);
  return code === '' ? choice : { ...choice, code: { system: atc, code } };
}

const parted = (words: string): readonly string[] => words.split(', ').filter((one) => one !== '');
