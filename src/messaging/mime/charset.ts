import { TextDecoder } from 'node:util';
import { decode } from 'libmime/lib/charset.js';

const decoders = new Map<string, TextDecoder | undefined>();
const mostLabels = 200;

/** Labels that mail programs write and the Encoding Standard does not know. */
const others: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'ansi_x3.4-1968': 'us-ascii',
  'cp-850': 'ibm850',
};

function decoderOf(label: string): TextDecoder | undefined {
  if (decoders.has(label)) return decoders.get(label);
  let decoder: TextDecoder | undefined;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = undefined;
  }
  // Labels come from strangers: what is remembered is bounded.
  if (decoders.size < mostLabels) decoders.set(label, decoder);
  return decoder;
}

const latin = new TextDecoder('windows-1252');

/**
 * Bytes as text. An unknown or missing charset is read as UTF-8 where the bytes allow it, else as Windows-1252, which reads anything.
 * NUL is left out: no text of a message needs it, and no column takes it.
 */
export function decoded(bytes: Buffer, charset: string | undefined): string {
  return withoutNul(readAs(bytes, charset));
}

function readAs(bytes: Buffer, charset: string | undefined): string {
  const said = charset?.trim().toLowerCase().slice(0, 60) ?? '';
  const label = others[said] ?? said;
  // What is called ASCII often is not.
  if (label === '' || label === 'utf-8' || label === 'us-ascii' || label === 'ascii') return utf8OrLatin(bytes);
  const decoder = decoderOf(label);
  if (decoder !== undefined) return decoder.decode(bytes);
  return withLibmime(bytes, label) ?? utf8OrLatin(bytes);
}

/** UTF-8 where the bytes are, else Windows-1252. */
export function utf8OrLatin(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd') || bytes.includes('\ufffd')) return text;
  return latin.decode(bytes);
}

/** Charsets outside the Encoding Standard: DOS pages and some of the East. UTF-7 is refused there too: it hides markup in ASCII. */
function withLibmime(bytes: Buffer, label: string): string | undefined {
  if (!/^(ibm|cp|mac|x-mac|iso-ir|gb|big|tis|koi|arm|geostd|pt)[\w-]*$/.test(label)) return undefined;
  try {
    return decode(bytes, label);
  } catch {
    return undefined;
  }
}

export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
