import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { compose, type Draft, draftLimits } from './compose.ts';

const base: Draft = {
  from: { name: 'Dr Amélie Exemple', address: 'amelie.exemple@exemple.mssante.fr' },
  to: [{ name: 'Bruno Témoin', address: 'bruno.temoin@exemple.mssante.fr' }],
  subject: 'Avis demandé',
  text: 'Bonjour,\nvoici la lettre.\n',
  date: new Date('2026-11-22T10:00:00Z'),
  seed: 'one',
};
const read = async (draft: Draft) => new PostalMime().parse(await compose(draft));
const refusedAt = (at: string) => ({ code: 'messaging.malformed-draft', at });
const runs = { numRuns: 60 };

test('RFC 5322 §3.6, a composed message: date of the call, one of each field, an identifier in the domain of the mailbox', async () => {
  const head = (await compose(base)).toString('latin1').split('\r\n\r\n')[0] ?? '';
  assert.match(head, /^Date: Sun, 22 Nov 2026 10:00:00 \+0000$/m);
  assert.match(head, /^Message-ID: <[0-9a-f]{32}@exemple\.mssante\.fr>$/m);
  const names = [...head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name?.toLowerCase());
  assert.deepEqual(names, [...new Set(names)]);
});

test('RFC 5322 §2.1, line ends: CRLF everywhere, no bare CR or LF, lines of 998 at most, whatever was typed', async () => {
  const texts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('\n', '\r', '\r\n', '.', 'From ', ' \n', '\u2028', 'é'.repeat(400))),
    {
      maxLength: 30,
    },
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what the text may not hold is another test.
  const refused = /[\u0000-\u0008\u000e-\u001f\u007f]/g;
  await fc.assert(
    fc.asyncProperty(texts, async (parts) => {
      const text = parts.join('').replaceAll(refused, '');
      const bytes = (await compose({ ...base, text: text.toWellFormed() })).toString('latin1');
      assert.doesNotMatch(bytes, /[^\r]\n|\r[^\n]|\r$/);
      assert.ok(bytes.split('\r\n').every((one) => one.length <= 998));
      assert.doesNotMatch(bytes, /[\u0080-\u00ff]/, 'every byte is ASCII: any way carries it');
    }),
    runs,
  );
});

test('RFC 2045–2047, a composed message is read back by another reader as it was written', async () => {
  const word = fc.stringMatching(/^[\p{L}\p{N} ,;:"'()@<>=?_-]{1,80}$/u).map((text) => text.replaceAll(/ +/g, ' ').trim() || 'x');
  const content = fc.uint8Array({ maxLength: 3000 }).map((one) => Buffer.from(one));
  const file = fc.record({ filename: word.map((one) => `${one.slice(0, 60)}.bin`), content });
  await fc.assert(
    fc.asyncProperty(word, word, fc.array(file, { maxLength: 3 }), async (subject, name, files) => {
      const attachments = files.map((one) => ({ ...one, contentType: 'application/octet-stream' }));
      const back = await read({ ...base, subject, to: [{ name, address: 'b@exemple.mssante.fr' }], attachments });
      assert.equal(back.subject, subject);
      assert.equal(back.to?.[0]?.name, name);
      assert.equal(back.to?.[0]?.address, 'b@exemple.mssante.fr');
      assert.equal(back.text?.replaceAll('\r\n', '\n').trimEnd(), base.text.trimEnd());
      assert.deepEqual(
        back.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString('hex')),
        files.map((one) => one.content.toString('hex')),
      );
      assert.deepEqual(
        back.attachments.map(({ filename }) => filename),
        files.map(({ filename }) => filename),
      );
    }),
    runs,
  );
});

test('Issue 7, header injection: a control character or a line end in any field is refused and names the field', async () => {
  const evil = fc.constantFrom('\r', '\n', '\r\nBcc: x@evil.example', '\0', '\u0085', '\u2028', '\u001b', '\u007f', '\ud800');
  await fc.assert(
    fc.asyncProperty(evil, fc.string({ maxLength: 10 }), async (bad, around) => {
      const text = `${around}${bad}a`;
      const is = (at: string, more: Partial<Draft>) => assert.rejects(compose({ ...base, ...more }), refusedAt(at));
      await is('subject', { subject: text });
      await is('from', { from: { name: text, address: base.from.address } });
      await is('to', { to: [{ name: text, address: 'a@b.fr' }] });
      await is('to', { to: [{ name: '', address: `a${bad}@b.fr` }] });
      await is('cc', { cc: [{ name: '', address: `a@b.fr${bad}` }] });
      await is('sender', { sender: { name: text, address: 'a@b.fr' } });
      await is('replyTo', { replyTo: [{ name: text, address: 'a@b.fr' }] });
      await is('inReplyTo', { inReplyTo: `<a${bad}@b>` });
      await is('references', { references: [`<a@b>${bad}`] });
      await is('messageId', { messageId: text });
      await is('headers', { headers: { 'X-MSS-INS': text } });
      await is('headers', { headers: { [`X-MSS-A${bad}`]: 'x' } });
      await is('attachments', { attachments: [{ filename: text, contentType: 'text/plain', content: Buffer.alloc(1) }] });
      await is('attachments', { attachments: [{ filename: 'a', contentType: `text/plain${bad}`, content: Buffer.alloc(1) }] });
    }),
    runs,
  );
});

test('MSSanté #2 ECO.2.4.3: every message that is written here says by which product, unless the caller says another', async () => {
  assert.match((await compose(base)).toString(), /^X-MSS-NIL: SOCLE-NON-REFERENCE\r$/m);
  const other = (await compose({ ...base, headers: { 'X-MSS-NIL': 'AUTRE-1' } })).toString();
  assert.deepEqual(other.match(/^X-MSS-NIL: .*(?=\r$)/gm), ['X-MSS-NIL: AUTRE-1']);
});

test('Issue 7, fields that may be added: those of MSSanté, receipts and automatic answers; no other', async () => {
  const good = { 'X-MSS-MES': 'FIN', 'Disposition-Notification-To': '<a@b.fr>', 'Auto-Submitted': 'auto-replied' };
  const bytes = (await compose({ ...base, headers: good })).toString();
  for (const [name, value] of Object.entries(good)) assert.ok(bytes.includes(`${name}: ${value}\r\n`), name);
  for (const name of ['Bcc', 'From', 'Return-Path', 'DKIM-Signature', 'Content-Type', 'X-MSS-', 'X-MSS-A:', 'Received'])
    await assert.rejects(compose({ ...base, headers: { [name]: 'a' } }), refusedAt('headers'), name);
});

test('Issue 7, limits of a draft: one beyond each is refused', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: '', address: `a${n}@b.fr` }));
  const file = { filename: 'a', contentType: 'text/plain', content: Buffer.alloc(1) };
  await compose({ ...base, to: many(draftLimits.people) });
  await assert.rejects(compose({ ...base, to: many(draftLimits.people), cc: many(1) }), refusedAt('to'));
  await assert.rejects(compose({ ...base, subject: 'a'.repeat(draftLimits.subjectCharacters + 1) }), refusedAt('subject'));
  await assert.rejects(compose({ ...base, text: 'a'.repeat(draftLimits.textCharacters + 1) }), refusedAt('text'));
  await assert.rejects(compose({ ...base, references: Array(101).fill('<a@b>') }), refusedAt('references'));
  await assert.rejects(compose({ ...base, attachments: Array(51).fill(file) }), refusedAt('attachments'));
  await assert.rejects(
    compose({ ...base, attachments: [{ ...file, content: Buffer.alloc(draftLimits.attachmentBytes + 1) }] }),
    refusedAt('attachments'),
  );
  await assert.rejects(compose({ ...base, date: new Date(Number.NaN) }), refusedAt('date'));
  await assert.rejects(compose({ ...base, attachments: [{ ...file, filename: '../../etc' }] }), refusedAt('attachments'));
  await assert.rejects(compose({ ...base, attachments: [{ ...file, filename: 'a\u202efdp.exe' }] }), refusedAt('attachments'));
  await assert.rejects(
    compose({ ...base, attachments: [{ ...file, contentType: 'multipart/mixed' }] }),
    refusedAt('attachments'),
  );
});

test('Issue 7, compose: the same seed gives the same bytes, another seed or none gives others', async () => {
  const attachments = [{ filename: 'a.txt', contentType: 'text/plain', content: Buffer.from('a') }];
  const made = (seed?: string) => {
    const { seed: _, ...rest } = base;
    return compose({ ...rest, attachments, ...(seed === undefined ? {} : { seed }) });
  };
  assert.deepEqual(await made('s'), await made('s'));
  assert.notDeepEqual(await made('s'), await made('t'));
  assert.notDeepEqual(await made(), await made());
});

test('RFC 5322 §3.6.4, an answer names what it answers, oldest first', async () => {
  const back = await read({ ...base, inReplyTo: 'c@b', references: ['<a@b>', 'b@b', '<c@b>'] });
  assert.equal(back.inReplyTo, '<c@b>');
  assert.equal(back.references, '<a@b> <b@b> <c@b>');
});
