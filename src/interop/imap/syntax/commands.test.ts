import assert from 'node:assert/strict';
import { test } from 'node:test';
import extensions from '../../../../spec/imap/extensions.json' with { type: 'json' };
import { plain, readAll, reader } from '../../../../spec/imap/read.ts';
import commands from '../../../../spec/imap/rfc3501-commands.json' with { type: 'json' };
import search from '../../../../spec/imap/rfc3501-search.json' with { type: 'json' };

interface Case {
  readonly in: string;
  readonly out?: unknown;
  readonly bad?: string;
  readonly code?: string;
  readonly tag?: string;
  readonly signedIn?: boolean;
  readonly continues?: number;
}

function check(c: Case): void {
  const events = readAll(Buffer.from(`${c.in}\r\n`), [], reader(c.signedIn ?? false));
  const last = events.at(-1);
  if (c.bad !== undefined) {
    assert.equal(last?.event, 'bad');
    if (last?.event !== 'bad') return;
    assert.match(last.reason, new RegExp(c.bad));
    assert.equal(last.tag, c.tag ?? 'a1');
    assert.equal(last.code, c.code);
    assert.equal(last.fatal, false);
    return;
  }
  assert.equal(last?.event, 'command', JSON.stringify(last));
  if (last?.event !== 'command') return;
  const { tag, ...deed } = last.command;
  assert.deepEqual(plain(deed), c.out);
  assert.equal(tag, c.in.split(' ')[0]);
  const asked = events.filter((read) => read.event === 'continue' || (read.event === 'literal' && read.synchronising));
  assert.equal(asked.length, c.continues ?? 0);
}

for (const c of commands.cases) test(`RFC 3501 ${c.section}: ${c.name}`, () => check(c as Case));
for (const c of extensions.cases) test(`${c.section}: ${c.name}`, () => check(c as Case));
for (const c of search.cases)
  for (const uid of [false, true])
    test(`RFC 3501 §6.4.4 ${uid ? 'UID ' : ''}SEARCH: ${c.name}`, () => {
      const { in: keys, ...rest } = c as { in: string; bad?: string; code?: string; returns?: unknown; key?: unknown };
      const out = { name: 'search', uid, ...(rest.returns === undefined ? {} : { returns: rest.returns }), key: rest.key };
      const literals = keys.match(/\{\d+\}/g)?.length ?? 0;
      check({ ...rest, in: `a1 ${uid ? 'UID ' : ''}SEARCH ${keys}`, out, continues: literals });
    });
