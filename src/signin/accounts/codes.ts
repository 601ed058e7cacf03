import { randomInt } from 'node:crypto';

/** Without what is taken for something else when it is read aloud or copied by hand: 31 characters. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Drawn evenly, in groups of four: 12 characters are 59 bits, 16 are 79. `AB2C-DEF3-GHJ4`. */
export function drawCode(length: number): string {
  const drawn = Array.from({ length }, () => alphabet[randomInt(alphabet.length)] ?? '').join('');
  return (drawn.match(/.{1,4}/g) ?? []).join('-');
}

/** A code as somebody typed it, whatever the case, spaces and hyphens; undefined when it cannot be one of that length. */
export function readCode(typed: string, length: number): string | undefined {
  const text = typed
    .slice(0, 100)
    .toUpperCase()
    .replaceAll(/[\s\-‐‑–]/g, '');
  return text.length === length && [...text].every((letter) => alphabet.includes(letter)) ? text : undefined;
}

/** Six digits, drawn evenly. */
export function drawDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Six digits as typed, spaces allowed. */
export function readDigits(typed: string): string | undefined {
  const text = typed.slice(0, 30).replaceAll(/\s/g, '');
  return /^\d{6}$/.test(text) ? text : undefined;
}

/** A birth date as people write it: `07/03/1984`, `07031984`, `7.3.1984`, or ISO 8601; gives `YYYY-MM-DD`, undefined when it is no day. */
export function readBirthDate(typed: string): string | undefined {
  const text = typed.trim().slice(0, 20);
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const french = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? /^(\d\d)(\d\d)(\d{4})$/.exec(text);
  const [year, month, day] = iso === null ? [french?.[3], french?.[2], french?.[1]] : [iso[1], iso[2], iso[3]];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? date : undefined;
}
