import type { Traits } from '#ins';

/** What every subject of documents begins with, and what screens leave out. Source: Référentiel MSSanté #2, ECO.2.1.3. */
export const subjectMark = 'XDM/1.0/DDM+';

/** A label longer than this is cut. */
const longest = 40;

export interface SubjectOf {
  /** The type of each document, as its list names it. */
  readonly labels: readonly string[];
  readonly traits: Pick<Traits, 'birthFamily' | 'firstBirthGiven' | 'birthDate'>;
  /** They take the place of documents that were sent before. */
  readonly replaces?: boolean;
}

/**
 * `XDM/1.0/DDM+CR d'imagerie médicale DE LA BRUMAILLE AMBRE 17/04/1958`; of several documents `3 documents`. Names in capitals without accents. One
 * line, whatever the labels hold.
 */
export function subjectOf({ labels, traits, replaces = false }: SubjectOf): string {
  const [only = ''] = labels;
  const label = labels.length === 1 ? oneLine(only) : `${labels.length} documents`;
  const day = traits.birthDate.split('-').reverse().join('/');
  const what = replaces ? `Annule et remplace - ${label}` : label;
  return `${subjectMark}${cut(what)} ${plainName(traits.birthFamily)} ${plainName(traits.firstBirthGiven)} ${day}`;
}

/** A subject as people read it: without the mark, wherever it stands. */
export function shownSubject(subject: string): string {
  return subject.replace(subjectMark, '');
}

/** `Écumeur-Œuvre` → `ECUMEUR-OEUVRE`. */
export function plainName(name: string): string {
  return oneLine(name).toUpperCase().replaceAll('Œ', 'OE').replaceAll('Æ', 'AE').normalize('NFD').replace(/\p{M}/gu, '');
}

export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** By characters, so that none is cut in its midst. */
function cut(label: string): string {
  const characters = [...label];
  return characters.length <= longest ? label : characters.slice(0, longest).join('').trim();
}
