/** How two birth dates agree: the day; day and month in each other's place; but for the day, the month or a digit of the year; not at all. */
export type DateAgreement = 'same' | 'swapped' | 'near' | 'different';

/** Compares two dates `YYYY-MM-DD`; the same both ways round. */
export function compareDates(a: string, b: string): DateAgreement {
  if (a === b) return 'same';
  const [[yearA = '', monthA, dayA], [yearB = '', monthB, dayB]] = [a.split('-'), b.split('-')];
  const sameYear = yearA === yearB;
  if (sameYear && monthA === dayB && dayA === monthB) return 'swapped';
  const sameDay = monthA === monthB && dayA === dayB;
  if (sameDay) return yearsNear(yearA, yearB) ? 'near' : 'different';
  return sameYear && (monthA === monthB || dayA === dayB) ? 'near' : 'different';
}

/** `YYYY-DD-MM` read as a date, when it is one and another than the date itself. */
export function swappedDate(date: string): string | undefined {
  const [year = '', month = '', day = ''] = date.split('-');
  return day > '12' || day === month ? undefined : `${year}-${day}-${month}`;
}

/** One digit, or two neighbours in each other's place: 1987 and 1978. */
function yearsNear(a: string, b: string): boolean {
  if (oneDigit(a, b)) return true;
  return a.slice(0, 2) === b.slice(0, 2) && a[2] === b[3] && a[3] === b[2];
}

function oneDigit(a: string, b: string): boolean {
  let differing = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) differing += 1;
  return differing === 1;
}
