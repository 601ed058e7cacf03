import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parser } from 'imapflow/lib/handler/imap-handler.js';
import { formatMessageResponse } from 'imapflow/lib/tools.js';
import type { MessageEnvelopeObject, MessageStructureObject } from 'imapflow/lib/types.js';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type MimePart, parseMessage, sectionOf } from '#messaging';
import messages from '../../../../spec/mime/messages.json' with { type: 'json' };
import { printFetched } from './index.ts';

/** What a mail program's own reader (imapflow) makes of an answer: literals apart, as they come from its socket. */
async function readByClient(pieces: readonly (string | Buffer)[]) {
  const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)));
  const literals: Buffer[] = [];
  let line = '';
  let at = 0;
  for (const [mark, digits = ''] of bytes.toString('latin1').matchAll(/\{(\d+)\}\r\n/g)) {
    const found = bytes.indexOf(mark, at, 'latin1');
    if (found < 0) continue;
    const from = found + mark.length;
    line += bytes.toString('latin1', at, from);
    literals.push(bytes.subarray(from, from + Number(digits)));
    at = from + Number(digits);
  }
  line += bytes.toString('latin1', at);
  const answer = await parser(Buffer.from(line.replace(/\r\n$/, ''), 'latin1'), { literals });
  return formatMessageResponse(answer, { path: 'INBOX' } as never);
}

/** Our tree in the words of that reader. */
function told(part: MimePart, path: readonly number[], root: boolean): Partial<MessageStructureObject> {
  const number = path.length === 0 ? {} : { part: path.join('.') };
  if (part.type.startsWith('multipart/'))
    return {
      ...number,
      type: part.type,
      childNodes: part.parts.map((child, n) => told(child, [...path, n + 1], false)) as never,
    };
  const [inner] = part.parts;
  return {
    ...(root && path.length === 0 ? {} : number),
    type: part.type,
    size: part.bodyTo - part.bodyFrom,
    ...(inner === undefined ? {} : { childNodes: [told(inner, path, false)] as never }),
  };
}

function shape(node: MessageStructureObject): unknown {
  const { part, type, size, childNodes } = node;
  const known = {
    ...(part === undefined ? {} : { part }),
    type,
    ...(childNodes === undefined ? {} : { childNodes: childNodes.map(shape) }),
  };
  return type.startsWith('multipart/') ? known : { ...known, size: size ?? 0 };
}

const sortKeys = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

for (const c of messages.cases)
  test(`RFC 3501 §7.4.2, as imapflow reads it: ${c.name}`, async () => {
    const bytes = Buffer.from(c.message.join('\r\n'));
    const { envelope, bodyStructure, root, subject } = parseMessage(bytes);
    const text = sectionOf(bytes, { part: [], what: 'text', fields: [] });
    const read = await readByClient(
      printFetched(7, [
        { item: 'uid', uid: 42 },
        { item: 'envelope', list: envelope },
        { item: 'structure', list: bodyStructure },
        { item: 'size', bytes: bytes.length },
        { item: 'flags', flags: 1, keywords: ['$Forwarded'], recent: false },
        { item: 'section', section: { part: [], what: 'text', fields: [] }, from: undefined, bytes: text },
      ]),
    );
    assert.equal(read.seq, 7);
    assert.equal(read.uid, 42);
    assert.equal(read.size, bytes.length);
    assert.deepEqual([...(read.flags ?? [])], ['\\Seen', '$Forwarded']);
    assert.deepEqual(Buffer.from(read.bodyParts?.get('text') ?? ''), text);
    assert.ok(read.bodyStructure && read.envelope);
    assert.deepEqual(sortKeys(shape(read.bodyStructure)), sortKeys(told(root, [], true)));
    assert.equal(read.envelope.subject ?? '', subject);
  });

test('RFC 3501 §7.4.2, as imapflow reads it: addresses, date and file names of a letter', async () => {
  const bytes: Buffer = await new MailComposer({
    from: { name: 'Dr Amélie "A" Exemple, cabinet', address: 'amelie@exemple.mssante.fr' },
    to: [{ name: 'Équipe', address: 'nephro@hopital.mssante.fr' }, 'c@d.fr'],
    subject: 'XDM/1.0/DDM+Compte rendu (été) PATIENTE',
    date: new Date('2026-11-22T10:00:00Z'),
    text: 'é',
    attachments: [{ filename: 'Résumé d’hôpital.pdf', content: 'x' }],
  })
    .compile()
    .build();
  const message = parseMessage(bytes);
  const read = await readByClient(
    printFetched(1, [
      { item: 'envelope', list: message.envelope },
      { item: 'structure', list: message.bodyStructure },
    ]),
  );
  const envelope: MessageEnvelopeObject | undefined = read.envelope;
  assert.deepEqual(
    [envelope?.from, envelope?.to].map((list) => list?.map(({ name, address }) => ({ name: name ?? '', address }))),
    [message.from, message.to].map((list) => list.map(({ name, address }) => ({ name, address }))),
  );
  assert.equal(envelope?.subject, message.subject);
  assert.equal(new Date(envelope?.date ?? '').toISOString(), '2026-11-22T10:00:00.000Z');
  assert.equal(envelope?.messageId, message.messageId);
  const [, file] = read.bodyStructure?.childNodes ?? [];
  assert.equal(file?.dispositionParameters?.filename, 'Résumé d’hôpital.pdf');
  assert.equal(message.root.parts[1]?.fileName, 'Résumé d’hôpital.pdf');
});
