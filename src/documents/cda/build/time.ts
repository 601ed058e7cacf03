const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/**
 * A moment as HL7 v3 writes it, to the second, with the offset in force at that moment in the zone: `20260108111700+0100`.
 *
 * In: an IANA zone name; the CI-SIS asks for the offset in every time of a header.
 */
export function hl7Time(moment: Date, zone: string): string {
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(moment)) part[type] = value;
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = part;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = Math.round((local - Math.floor(moment.getTime() / 1000) * 1000) / 60_000);
  const size = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  return `${year.padStart(4, '0')}${month}${day}${hour}${minute}${second}${sign}${two(Math.floor(size / 60))}${two(size % 60)}`;
}

/** A calendar date as HL7 v3 writes it: `YYYY-MM-DD` becomes `YYYYMMDD`; shorter dates stay as precise as they are. */
export function hl7Date(date: string): string {
  return date.replaceAll('-', '');
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
