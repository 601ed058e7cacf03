import type { AppointmentLine } from './appointment.ts';

/**
 * An appointment for the calendar of a telephone: when, with whom and where; not why, since such calendars are often read by others. `host`
 * names us in its identifier. Source: RFC 5545 (lines of 75 octets at most, ended by CR LF).
 */
export function icsOf({ id, at, until, with: who, place, cancelled }: AppointmentLine, now: Date, host: string): string {
  const title = who === undefined ? 'Rendez-vous' : `Rendez-vous : ${who}`;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Socle//Carnet//FR',
    'BEGIN:VEVENT',
    `UID:${id}@${host}`,
    `DTSTAMP:${moment(now.toISOString())}`,
    `DTSTART:${moment(at)}`,
    `DTEND:${moment(until)}`,
    `SUMMARY:${escaped(title)}`,
    ...(place === undefined ? [] : [`LOCATION:${escaped(place)}`]),
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const moment = (instant: string): string => `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** What could end a value, or a line, is written as text. */
const escaped = (words: string): string =>
  words
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    .replaceAll(/\p{Cc}/gu, ' ');

/** Between two characters, never within one. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (bytes + length > 74) {
      parts.push(part);
      part = '';
      bytes = 1;
    }
    part += character;
    bytes += length;
  }
  return [...parts, part].join('\r\n ');
}
