/**
 * The instant at which somebody comes of age: the beginning, in Paris, of their eighteenth birthday.
 *
 * In: a birth date `YYYY-MM-DD`; a month or day that is not known (`00`) counts as the first, so that nobody is held for a minor too long.
 * Out: undefined for what is no date.
 */
export function comesOfAge(birthDate: string): Date | undefined {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birthDate);
  if (m === null) return undefined;
  const [year, month, day] = m.slice(1).map(Number) as [number, number, number];
  const noon = new Date(Date.UTC(year + 18, Math.max(month, 1) - 1, Math.max(day, 1), 12));
  return new Date(noon.getTime() - 12 * 3_600_000 - parisOffset(noon));
}

export function isMinor(birthDate: string, at: Date): boolean {
  const then = comesOfAge(birthDate);
  return then !== undefined && at < then;
}

const inParis = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', hour: '2-digit', hourCycle: 'h23' });

/** How far Paris is ahead of UTC, in milliseconds, on that day at noon. */
function parisOffset(noon: Date): number {
  return (Number(inParis.format(noon)) - 12) * 3_600_000;
}
