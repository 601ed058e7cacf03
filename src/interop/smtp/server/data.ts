/** A message as it came, the dots of transparency taken away again. */
export interface DataRead {
  readonly bytes: Buffer;
  /** More than was kept: what is in `bytes` is not the message. */
  readonly tooLarge: boolean;
  /** The server had no room for it at this moment. */
  readonly noRoom: boolean;
  /** A CR or an LF stood alone somewhere. Such a message means another thing to another server, so nobody may get it. */
  readonly bare: boolean;
  readonly nul: boolean;
}

const [lf, cr, dot, nul] = [10, 13, 46, 0];
type Place = 'start' | 'within' | 'dot' | 'dot-cr';

/**
 * Reads a message piece by piece. Only CRLF ends a line, and only CRLF `.` CRLF ends the message: `\n.\n`, `\n.\r\n`, `\r.\r` are part of it.
 * Only the dot that begins a line so ended is taken away.
 *
 * Source: RFC 5321 §2.3.8, §4.1.1.4, §4.5.2.
 */
export function openData(most: number, room: (bytes: number) => boolean) {
  const kept: Buffer[] = [];
  let place: Place = 'start';
  /** The byte before this piece was a CR whose LF may still come. */
  let owed = false;
  let length = 0;
  let [bare, zero, noRoom] = [false, false, false];

  const keep = (piece: Buffer): void => {
    length += piece.length;
    if (length > most || noRoom || bare) return;
    if (room(piece.length)) kept.push(piece);
    else noRoom = true;
  };
  /** From `at` within a line to its end, or to the end of the piece; gives the place after it. */
  const within = (piece: Buffer, at: number): number => {
    const found = piece.indexOf(lf, at);
    const end = found < 0 ? piece.length : found;
    if (owed && end > at) bare = true;
    for (let one = bare ? -1 : piece.indexOf(cr, at); one >= 0 && one < end - 1; one = piece.indexOf(cr, one + 1)) bare = true;
    const paired = end > at ? piece[end - 1] === cr : owed;
    owed = found < 0 && paired;
    if (found >= 0 && !paired) bare = true;
    place = found >= 0 && paired ? 'start' : 'within';
    return found < 0 ? end : end + 1;
  };
  return {
    bytes: () => length,
    /** What follows the end of the message; undefined when it did not come yet. */
    feed(piece: Buffer): Buffer | undefined {
      if (!zero && piece.includes(nul)) zero = true;
      let from = 0;
      let at = 0;
      while (at < piece.length) {
        const byte = piece[at];
        if (place === 'start' && byte === dot) {
          keep(piece.subarray(from, at));
          from = ++at;
          place = 'dot';
        } else if (place === 'dot' && byte === cr) {
          at += 1;
          place = 'dot-cr';
        } else if (place === 'dot-cr' && byte === lf) {
          return piece.subarray(at + 1);
        } else {
          if (place === 'dot-cr') bare = true;
          at = within(piece, at);
        }
      }
      // A CR behind the dot of a line's beginning is the end's, or makes the message refused.
      keep(piece.subarray(from, place === 'dot-cr' ? from : at));
      return undefined;
    },
    read: (): DataRead => ({
      bytes: length > most || noRoom || bare ? Buffer.alloc(0) : Buffer.concat(kept),
      tooLarge: length > most,
      noRoom,
      bare,
      nul: zero,
    }),
  };
}
