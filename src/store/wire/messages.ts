import pg from 'pg';

/** `code` is the letter of the message; its content lies between `from` and `to`. */
export type Heard = (code: string, bytes: Buffer, from: number, to: number) => void;

const head = 5;

/** Cuts what PostgreSQL says into messages, however it arrives. Source: PostgreSQL documentation, Message Formats. */
export function messages(heard: Heard): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let have = 0;
  let need = head;
  return (chunk) => {
    parts.push(chunk);
    have += chunk.length;
    if (have < need) return; // a long message is put together once, not with each of its parts
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts);
    let at = 0;
    for (need = head; bytes.length - at >= head; ) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      need = end - at;
      if (end > bytes.length) break;
      heard(String.fromCharCode(bytes[at] ?? 0), bytes, at + head, end);
      at = end;
      need = head;
    }
    have = bytes.length - at;
    parts = have === 0 ? [] : [bytes.subarray(at)];
  };
}

/** An ErrorResponse, as `pg` throws it. */
export function errorIn(bytes: Buffer, from: number, to: number): Error {
  const fields = new Map<string, string>();
  for (const field of bytes.toString('utf8', from, to).split('\0'))
    if (field !== '') fields.set(field.slice(0, 1), field.slice(1));
  const error = new pg.DatabaseError(fields.get('M') ?? 'PostgreSQL refused', to - from, 'error');
  return Object.assign(error, {
    severity: fields.get('V') ?? fields.get('S'),
    code: fields.get('C'),
    detail: fields.get('D'),
    constraint: fields.get('n'),
  });
}
