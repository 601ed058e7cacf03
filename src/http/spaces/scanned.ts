import type { Ins, Scanned } from '#ins';
import type { Call } from '#kernel';
import { malformed } from './words.ts';

/**
 * Reads the text of an INS DataMatrix that a page sends: `{ code }`. Refuses `http.malformed` and what `ins.scan` refuses. The image itself
 * never comes here: the page reads it.
 */
export function scanned(ins: Ins, call: Call, body: Readonly<Record<string, unknown>> | null): Promise<Scanned> {
  const code = body?.code;
  if (typeof code !== 'string' || code.includes('\0')) throw malformed('code');
  return ins.scan(call, code);
}

/** What the code says but the matricule, and what INSi says of it, for the page to show before the person found. */
export function scanAnswer({ read, insi, simulated, differs }: Scanned): object {
  const { firstBirthGiven: _, ...traits } = read.traits;
  return { read: traits, insi, simulated, differs };
}
