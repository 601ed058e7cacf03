/** What the emergency card says, as it is sealed on the device. Nothing of it leaves the device again. */
export interface Card {
  /** Of whom. */
  readonly name: string;
  readonly lines: readonly CardLine[];
  /** What the person adds: a telephone, what to do first. */
  readonly note: string;
}

/** The sections of the profile that help somebody who does not know the person, in the order in which they are read. */
export const cardSections = ['allergies', 'treatments', 'problems', 'devices', 'measures', 'relatives', 'wishes'] as const;
export type CardSection = (typeof cardSections)[number];

export interface CardLine {
  readonly key: string;
  readonly section: CardSection;
  readonly label: string;
  readonly detail: string;
  readonly severe: boolean;
}

/** What is taken from a line of the health profile. */
export interface ProfileLineLike {
  readonly key: string;
  readonly section: string;
  readonly label: string;
  readonly code?: { readonly system: string; readonly code: string };
  readonly detail?: string;
  readonly reason?: string;
  readonly dose?: string;
  readonly ended: boolean;
  readonly severe: boolean;
}

/** LOINC: ABO and Rh group, ABO group, Rh; of all measures, the blood group alone is of use to a stranger. */
const bloodGroups: ReadonlySet<string> = new Set(['882-1', '883-9', '10331-7', '34530-6']);
const most = 100;
export const longestNote = 500;

/** The lines of a profile that a card may hold: what holds now, severe allergies first, at most a hundred. */
export function cardLines(profile: readonly ProfileLineLike[]): readonly CardLine[] {
  const of = (section: CardSection): readonly CardLine[] =>
    profile
      .filter((line) => line.section === section && !line.ended)
      .filter(({ code }) => section !== 'measures' || (code?.system === 'http://loinc.org' && bloodGroups.has(code.code)))
      .toSorted((a, b) => Number(b.severe) - Number(a.severe))
      .map(({ key, label, detail, dose, reason, severe }) => {
        const rest = [dose, detail, reason].filter((words) => words !== undefined && words !== '');
        return { key, section, label, detail: rest.join(', '), severe };
      });
  return cardSections.flatMap(of).slice(0, most);
}

/** Chosen at first: what an emergency doctor asks for. Wishes and devices are for the person to add. */
export function chosenAtFirst(lines: readonly CardLine[]): string[] {
  const usual: ReadonlySet<CardSection> = new Set(['allergies', 'treatments', 'problems', 'measures', 'relatives']);
  return lines.filter(({ section }) => usual.has(section)).map(({ key }) => key);
}
