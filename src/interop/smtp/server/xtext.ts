import { badParameter } from './refusals.ts';

/** Reads xtext: `+3D` is `=`. Refuses `smtp.parameter`, also for control characters, which would open a header of their own. Source: RFC 3461 §4. */
export function decodeXtext(text: string, most: number): string {
  if (!/^(?:[!-*,-<>-~\u0080-\u{10ffff}]|\+[0-9A-F]{2})+$/u.test(text)) throw badParameter('xtext');
  const bytes = Buffer.from(
    text.replace(/(?:\+[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('+', ''), 'hex').toString('utf8')),
  );
  const plain = bytes.toString('utf8');
  if (plain.length > most || /[\p{Cc}\ufffd]/u.test(plain)) throw badParameter('xtext');
  return plain;
}
