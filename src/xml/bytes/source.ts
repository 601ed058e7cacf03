import { isAscii, isUtf8 } from 'node:buffer';
import { declaredIn } from '../encoding.ts';
import { badEncoding, notAsDeclared } from '../refusals.ts';

/** The bytes as they were sent, and how their text is to be read. */
export interface Source {
  readonly bytes: Buffer;
  /** Where the XML begins: 3 after a UTF-8 byte-order mark, otherwise 0. */
  readonly start: number;
  readonly charset: 'utf8' | 'latin1';
}

/**
 * Settles the encoding of a document: UTF-8 (byte-order mark accepted), US-ASCII or ISO-8859-1.
 *
 * Refuses `xml.encoding` for any other, UTF-16 included, and `xml.malformed` when the bytes are not what they claim to be
 * or the XML declaration cannot be read. Does not look at the rest of the document.
 */
export function sourceOf(input: Uint8Array): Source {
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const [a, b, c] = bytes;
  if ((a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe) || a === 0 || b === 0) throw badEncoding('UTF-16');
  const start = a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0;
  const declared = declaredIn(bytes.toString('latin1', start, start + 200)).encoding ?? 'UTF-8';
  switch (declared) {
    case 'UTF-8':
      if (!isUtf8(bytes)) throw notAsDeclared('UTF-8');
      return { bytes, start, charset: 'utf8' };
    case 'US-ASCII':
    case 'ASCII':
      if (!isAscii(start === 0 ? bytes : bytes.subarray(start))) throw notAsDeclared('US-ASCII');
      return { bytes, start, charset: 'utf8' };
    case 'ISO-8859-1':
      if (start !== 0) throw notAsDeclared('ISO-8859-1');
      return { bytes, start, charset: 'latin1' };
    default:
      throw badEncoding(declared);
  }
}
