import type { Traits } from '#ins';
import { oneLine, plainName } from './subject.ts';

export interface FileNameOf {
  /** The day of the act. */
  readonly date: Date;
  readonly label: string;
  readonly traits: Pick<Traits, 'birthFamily' | 'firstBirthGiven'>;
  /** How the sender calls the person; left out when there is none. */
  readonly fileNumber?: string;
}

const mostCharacters = 120;

/**
 * The name of a copy for people: `20261122_CR d'imagerie médicale_DE LA BRUMAILLE_AMBRE_A123.pdf`. `_` stands between the parts and in none of
 * them; what a file system gives a meaning to becomes a space.
 * Source: Référentiel MSSanté #2, ECO.2.1.6.
 */
export function fileNameOf({ date, label, traits, fileNumber }: FileNameOf): string {
  const day = date.toLocaleDateString('fr-CA', { timeZone: 'Europe/Paris' }).replaceAll('-', '');
  const names = [plainName(traits.birthFamily), plainName(traits.firstBirthGiven)];
  const parts = [day, label, ...names, ...(fileNumber === undefined ? [] : [fileNumber])];
  return `${[...parts.map(part).join('_')].slice(0, mostCharacters).join('')}.pdf`;
}

/** Names that are taken already get a number: a mail client writes attachments into one folder. */
export function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : name.replace(/\.pdf$/, ` (${times}).pdf`);
  });
}

const part = (text: string): string => oneLine(text.replace(/[_/\\:*?"<>|%]/g, ' ')).replace(/^[. ]+/, '');
