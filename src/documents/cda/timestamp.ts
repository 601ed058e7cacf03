const shape = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,6}))?)?)?)?)?)?([+-]\d{2,4})?$/;

/** A moment as HL7 v3 writes it, with the precision it had. */
export interface Timestamp {
  readonly date: Date;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, in the zone it was written in. */
  readonly day: string;
}

/**
 * Reads an HL7 v3 TS, from `YYYY` to `YYYYMMDDhhmmss.ffff+ZZZZ`; undefined when it is not a real date.
 *
 * Parts that are absent count as their lowest value, an absent zone as UTC: the process's own zone never plays.
 * The zone may have two to four digits (`+01`, `+100`, `+0100`): official examples carry all three.
 */
export function parseTimestamp(text: string): Timestamp | undefined {
  const m = shape.exec(text);
  if (m === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction, zone] = m;
  const [mo, d, h, mi, s] = [month ?? '01', day ?? '01', hour ?? '00', minute ?? '00', second ?? '00'];
  const ms = (fraction ?? '').padEnd(3, '0').slice(0, 3);
  const offset = offsetMinutes(zone);
  const local = Date.parse(`${year}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`);
  // Date.parse refuses a 13th month and rolls over 30 February, so the day is read back.
  if (year === '0000' || Number.isNaN(local) || new Date(local).getUTCDate() !== Number(d) || h === '24' || offset === undefined)
    return undefined;
  return { date: new Date(local - offset * 60_000), day: [year, month, day].filter((part) => part !== undefined).join('-') };
}

function offsetMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined) return 0;
  const digits = zone.slice(1);
  const hours = Number(digits.length === 3 ? digits.slice(0, 1) : digits.slice(0, 2));
  const minutes = Number(digits.length === 2 ? '0' : digits.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
