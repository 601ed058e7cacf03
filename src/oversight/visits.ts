import type { TraceLine } from '#trace';

/** One professional in one record on one day, drawn from lines of its log. */
export interface Visit {
  readonly professional: string;
  readonly who: { readonly id: string; readonly name: string; readonly structure?: string };
  /** `2026-11-22`, on the installation's own calendar. */
  readonly day: string;
  readonly acts: number;
  readonly night: number;
  /** Nobody of their structure had put anything into this record before. */
  readonly untied: boolean;
  /** Untied, and on a ground that the professional gave themself. */
  readonly far: boolean;
}

export interface Drawn {
  readonly visits: readonly Visit[];
  /** Structures that put something into the record, with the first time. */
  readonly ties: ReadonlyMap<string, Date>;
}

interface Clockwork {
  /** An IANA zone. */
  readonly zone: string;
  /** At work around the clock: their nights say nothing. */
  readonly isHospital: (structure: string) => boolean;
}

const accesses = new Set(['read', 'list', 'search', 'export']);

/**
 * What some lines of one record's log say, oldest first. `known`: the ties drawn from the lines before. Pure. A tie is a deposit or a write by
 * somebody of the structure; the person's own `consentement` and centre 15 are never far; night is 22:00 to 6:00, without emergencies
 * and without hospitals.
 */
export function drawVisits(
  lines: readonly TraceLine[],
  known: ReadonlyMap<string, Date>,
  { zone, isHospital }: Clockwork,
): Drawn {
  const ties = new Map<string, Date>();
  const visits = new Map<string, Visit>();
  const local = localClock(zone);
  for (const { at, who, action, outcome, ground } of lines) {
    if (outcome !== 'done') continue;
    const structure = who.structure?.id ?? '';
    const tied = ties.has(structure) || known.has(structure);
    if (structure !== '' && !tied && (action === 'deposit' || action === 'write')) ties.set(structure, new Date(at));
    if (who.kind !== 'professional' || !accesses.has(action)) continue;
    const { day, hour } = local(new Date(at));
    const urgent = ground === 'bris_de_glace' || ground === 'centre_15';
    const night = (hour >= 22 || hour < 6) && !urgent && !isHospital(structure);
    const untied = !tied && ground !== 'centre_15' && ground !== 'consentement';
    const key = `${who.id} ${day}`;
    const before = visits.get(key);
    visits.set(key, {
      professional: who.id,
      who: { id: who.id, name: who.name, ...(who.structure === undefined ? {} : { structure: who.structure.name }) },
      day,
      acts: (before?.acts ?? 0) + 1,
      night: (before?.night ?? 0) + (night ? 1 : 0),
      untied: (before?.untied ?? false) || untied,
      far: (before?.far ?? false) || (untied && !urgent),
    });
  }
  return { visits: [...visits.values()], ties };
}

/** The day and the hour on the clock of a zone. */
export function localClock(zone: string): (at: Date) => { readonly day: string; readonly hour: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) };
  };
}

/** A day of the calendar, so many days before another. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
