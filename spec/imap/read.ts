import { type CommandReader, openReader, type Read } from '../../src/interop/imap/syntax/index.ts';

/** A reader as the tests use it: messages of at most 100,000 bytes. */
export function reader(signedIn = true): CommandReader {
  const made = openReader({ mostMessageBytes: 100_000 });
  made.signedIn = signedIn;
  return made;
}

/** Everything that a reader hands out for these bytes, in pieces cut at `cuts`; every message of an APPEND is accepted. */
export function readAll(bytes: Buffer, cuts: readonly number[] = [], made = reader()): Read[] {
  const found: Read[] = [];
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    made.push(bytes.subarray(from, to));
    from = to;
    for (let read = made.next(); read !== undefined; read = made.next()) {
      found.push(read);
      if (read.event === 'literal') made.accept();
    }
  }
  return found;
}

/** A command as JSON can say it: `*` for Infinity, bytes as text, nothing for undefined. */
export function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, function (this: Record<string, unknown>, key, shown) {
      const own = this[key];
      if (own === Number.POSITIVE_INFINITY) return '*';
      if (Buffer.isBuffer(own)) return own.toString('utf8');
      if (own instanceof Map) return Object.fromEntries([...own].map(([name, one]) => [name, one ?? null]));
      return shown;
    }),
  );
}
