import type { Ground } from '#kernel';
import type { TraceLine } from '#trace';

/** By whom something was done, as people ask for it. */
export const whoAsked = ['you', 'professionals', 'software', 'delegates', 'guests', 'operator', 'others'] as const;
/** What kind of thing was done. */
export const kindsAsked = ['looked', 'added', 'rights', 'answers', 'refused', 'other'] as const;
export type WhoAsked = (typeof whoAsked)[number];
export type KindAsked = (typeof kindsAsked)[number];

/** Which lines of a log are asked for: all that meet every condition. */
export interface LogAsked {
  readonly who?: WhoAsked;
  /** One actor, by the id that the log has of them. */
  readonly by?: string;
  readonly kind?: KindAsked;
  readonly ground?: Ground;
  /** From this instant on. */
  readonly from?: Date;
  /** Before this instant. */
  readonly to?: Date;
}

const kindOfActor: Readonly<Record<TraceLine['who']['kind'], WhoAsked>> = {
  citizen: 'others',
  professional: 'professionals',
  software: 'software',
  delegate: 'delegates',
  guest: 'guests',
  operator: 'operator',
};

/** What kind of act a line tells of: a refusal is one whatever was refused. */
export function kindOf({ action, outcome }: Pick<TraceLine, 'action' | 'outcome'>): KindAsked {
  if (outcome === 'refused') return 'refused';
  switch (action) {
    case 'read':
    case 'list':
    case 'search':
    case 'export':
      return 'looked';
    case 'deposit':
    case 'write':
    case 'identity':
      return 'added';
    case 'rights':
    case 'share':
      return 'rights';
    case 'contest':
    case 'review':
      return 'answers';
    default:
      return 'other';
  }
}

/** Whether a line is one that was asked for; `record` is whose log it is. */
export function meets(line: TraceLine, asked: LogAsked, record: string): boolean {
  const { who, by, kind, ground, from, to } = asked;
  const you = line.who.kind === 'citizen' && line.who.id === record;
  if (who !== undefined && (who === 'others' ? you : (you ? 'you' : kindOfActor[line.who.kind]) !== who)) return false;
  if (by !== undefined && line.who.id !== by) return false;
  if (kind !== undefined && kindOf(line) !== kind) return false;
  if (ground !== undefined && line.ground !== ground) return false;
  const at = Date.parse(line.at);
  return !((from !== undefined && at < from.getTime()) || (to !== undefined && at >= to.getTime()));
}

export function isNarrowed(asked: LogAsked): boolean {
  return Object.values(asked).some((value) => value !== undefined);
}

/** The conditions in words of the API, for an export that says what part it is. */
export function askedWords(asked: LogAsked): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]: [string, unknown]) =>
      value === undefined ? [] : [[name, value instanceof Date ? value.toISOString() : String(value)]],
    ),
  );
}
