import { hasDoctype } from '../refusals.ts';

const openings = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * Where `needle` stands for the first time at or after `from`, comments, CDATA and processing instructions set aside; -1 when
 * it does not. `from` must be outside of them.
 */
export function indexOutside(bytes: Buffer, needle: string, from: number): number {
  let hit = bytes.indexOf(needle, from, 'latin1');
  if (hit === -1) return -1;
  const next = openings.map(([open]) => bytes.indexOf(open, from, 'latin1'));
  for (;;) {
    let first = -1;
    for (let i = 0; i < next.length; i++) {
      const place = next[i] ?? -1;
      if (place !== -1 && place < hit && (first === -1 || place < (next[first] ?? 0))) first = i;
    }
    const [open, close] = openings[first] ?? [];
    if (open === undefined || close === undefined) return hit;
    const opened = next[first] ?? 0;
    const closed = bytes.indexOf(close, opened + open.length, 'latin1');
    if (closed === -1) return -1;
    const resume = closed + close.length;
    for (let i = 0; i < next.length; i++) {
      const place = next[i] ?? -1;
      if (place !== -1 && place < resume) next[i] = bytes.indexOf(openings[i]?.[0] ?? '', resume, 'latin1');
    }
    if (hit < resume) hit = bytes.indexOf(needle, resume, 'latin1');
    if (hit === -1) return -1;
  }
}

/** True when only comments, processing instructions and white space follow `from`. */
export function onlyMiscAfter(bytes: Buffer, from: number): boolean {
  let at = from;
  for (;;) {
    while (isSpaceByte(bytes[at])) at++;
    if (at >= bytes.length) return true;
    const [open, close] =
      openings.find(([open]) => open !== '<![CDATA[' && bytes.toString('latin1', at, at + open.length) === open) ?? [];
    if (open === undefined || close === undefined) return false;
    const closed = bytes.indexOf(close, at + open.length, 'latin1');
    if (closed === -1) return false;
    at = closed + close.length;
  }
}

const isSpaceByte = (b: number | undefined) => b === 0x20 || b === 0x0a || b === 0x0d || b === 0x09;

/** Refuses `xml.doctype` when a DOCTYPE or ENTITY declaration stands at or after `from`. */
export function refuseDoctype(bytes: Buffer, from: number): void {
  // A `!` is rare in a CDA where a `<` is everywhere, and Buffer searches 7 characters ten times faster than 8.
  for (const word of ['!DOCTYP', '!ENTITY'])
    if (bytes.indexOf(word, from, 'latin1') !== -1 && indexOutside(bytes, `<${word}`, from) !== -1) throw hasDoctype();
}
