/** A value on its way to PostgreSQL: bytes as they are, anything else as text. */
export type Sent = string | Buffer | null;

/** A parameter as PostgreSQL reads it. Lists become its arrays, other objects JSON; what is undefined is null. */
export function sent(value: unknown): Sent {
  switch (typeof value) {
    case 'string':
      return value;
    case 'undefined':
      return null;
    case 'object':
      break;
    default:
      return String(value);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return arrayText(value);
  if (value instanceof Date) return instantText(value);
  return bytesOf(value) ?? JSON.stringify(value);
}

/** Years beyond 9999, with which the range of the year 9999 ends, come with a sign and zeros that PostgreSQL does not read. */
function instantText(value: Date): string {
  const text = value.toISOString();
  return text.startsWith('+') ? text.replace(/^\+0*/, '') : text;
}

function arrayText(list: readonly unknown[]): string {
  return `{${list.map(elementText).join(',')}}`;
}

function elementText(value: unknown): string {
  if (Array.isArray(value)) return arrayText(value);
  const text = sent(value);
  if (text === null) return 'NULL';
  return typeof text === 'string' ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"\\\\x${text.toString('hex')}"`;
}

function bytesOf(value: object): Buffer | undefined {
  if (Buffer.isBuffer(value)) return value;
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : undefined;
}
