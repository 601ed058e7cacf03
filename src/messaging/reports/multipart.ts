import { createHash } from 'node:crypto';

export type Field = readonly [name: string, value: string];

/** A message that tells what became of another; RFC 6522. */
export interface ReportToWrite {
  /** Address alone; shown with `fromName`. */
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly at: Date;
  /** Further fields of the header, each on one line. */
  readonly headers: readonly Field[];
  readonly reports: 'delivery-status' | 'disposition-notification';
  /** Plain text for a person, lines by `\n`. */
  readonly text: string;
  /** Fields for machines: blocks, the first about the message, the others one a recipient. */
  readonly blocks: readonly (readonly Field[])[];
  readonly original: { readonly bytes: Buffer; readonly whole: boolean };
}

/**
 * Writes a `multipart/report`: words for a person, fields for machines, the original or its header as it stands. Lines end in CRLF. Nothing of the
 * original is decoded or changed; eight-bit bytes in it make the whole eight-bit.
 * Source: RFC 6522 §3; RFC 3464 §2; RFC 8098 §3.
 */
export function writeReport(report: ReportToWrite): Buffer {
  const { original, reports } = report;
  const boundary = boundaryFor(original.bytes, report.messageId);
  const eightBit = original.bytes.some((byte) => byte > 127);
  const header: Field[] = [
    ['From', `${encodedWords(report.fromName)} <${report.from}>`],
    ['To', `<${report.to}>`],
    ['Subject', encodedWords(report.subject)],
    ['Date', mailDate(report.at)],
    ['Message-ID', report.messageId],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/report; report-type=${reports};\r\n boundary="${boundary}"`],
    ...(eightBit ? ([['Content-Transfer-Encoding', '8bit']] as const) : []),
    ...report.headers,
  ];
  const parts: (string | Buffer)[] = [
    lines(header),
    `\r\n--${boundary}\r\n`,
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    base64(report.text.replaceAll('\n', '\r\n')),
    `--${boundary}\r\nContent-Type: message/${reports}\r\n\r\n`,
    report.blocks.map(lines).join('\r\n'),
    `\r\n--${boundary}\r\n`,
    `Content-Type: ${original.whole ? 'message/rfc822' : 'text/rfc822-headers'}\r\n`,
    eightBit ? 'Content-Transfer-Encoding: 8bit\r\n\r\n' : '\r\n',
    original.bytes,
    `\r\n--${boundary}--\r\n`,
  ];
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
}

/** The header of a message as it stands, with its last line end; at most 64 KiB of it. */
export function headerOf(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\r\n\r\n');
  return bytes.subarray(0, Math.min(end < 0 ? bytes.length : end + 2, 65_536));
}

const lines = (fields: readonly Field[]): string => fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');

/** No line of the original begins by it, whatever somebody put there. */
function boundaryFor(original: Buffer, seed: string): string {
  for (let n = 0; ; n++) {
    const boundary = `=_rapport_${createHash('sha256').update(`${seed} ${n}`).digest('hex').slice(0, 32)}`;
    if (!original.includes(`--${boundary}`)) return boundary;
  }
}

function base64(text: string): string {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return `${(encoded.match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`;
}

/** A value of a field as it may stand in a header: ASCII, else encoded words of at most 75 characters (RFC 2047 §2), folded. */
export function encodedWords(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass.
  const line = text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 500);
  if (/^[\x20-\x7e]*$/.test(line) && line.length <= 200 && !line.includes('=?') && !/["(),:;<>@[\\\]]/.test(line)) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((one) => `=?UTF-8?B?${Buffer.from(one, 'utf8').toString('base64')}?=`).join('\r\n ');
}

/** What somebody else wrote, as a value for machines: one line of printable ASCII, at most `most` characters. */
export function plainLine(text: string, most = 400): string {
  return text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, most);
}

/** RFC 5322 §3.3, in UTC. */
export const mailDate = (at: Date): string => at.toUTCString().replace('GMT', '+0000');
