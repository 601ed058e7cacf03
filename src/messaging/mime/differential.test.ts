import assert from 'node:assert/strict';
import { test } from 'node:test';
import MailComposer from 'nodemailer/lib/mail-composer';
import PostalMime, { type Address } from 'postal-mime';
import { attachmentsOf, contentOf, type MailAddress, parseMessage, readableOf } from './index.ts';

/** Two readers written apart must read the same; postal-mime is the other one. */
interface Sent {
  readonly name: string;
  readonly mail: ConstructorParameters<typeof MailComposer>[0];
}

const pdf = Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7) % 256));
const sent: readonly Sent[] = [
  {
    name: 'a document as MSSanté sends it: IHE_XDM.zip and its PDF',
    mail: {
      from: { name: 'Dr Amélie Exemple, cabinet', address: 'amelie.exemple@exemple.mssante.fr' },
      to: [{ name: 'Équipe "Néphro"', address: 'nephro@hopital.mssante.fr' }, 'secretariat@exemple.mssante.fr'],
      subject: 'XDM/1.0/DDM+Compte rendu d’hospitalisation PATIENTE-DE-NULLE-PART Désirée 01/01/1970',
      text: 'Bonjour,\r\n\r\nVeuillez trouver ci-joint le compte rendu.\r\nCordialement – Dr Exemple',
      headers: {
        'X-MSS-CODECDA': '34112-3',
        'X-MSS-INS': 'O',
        'Disposition-Notification-To': 'amelie.exemple@exemple.mssante.fr',
      },
      attachments: [
        { filename: 'IHE_XDM.zip', content: pdf, contentType: 'application/zip' },
        {
          filename: '2026-11-22_CR-d’hôpital_PATIENTE_Désirée_très-long-nom-de-fichier-qui-se-coupe-en-plusieurs-morceaux.pdf',
          content: pdf,
        },
      ],
    },
  },
  {
    name: 'alternatives and a picture of the text',
    mail: {
      from: 'a@b.fr',
      to: 'c@d.fr',
      cc: 'G: e@f.fr, "g, h" <g@h.fr>;',
      replyTo: 'r@b.fr',
      subject: 'été',
      text: 'é'.repeat(500),
      html: '<p>é</p><img src="cid:x@y">',
      attachments: [{ filename: 'x.png', content: pdf, cid: 'x@y' }],
    },
  },
  {
    name: 'a text alone, in quoted-printable',
    mail: { from: 'a@b.fr', to: 'c@d.fr', subject: 'x', text: 'l=é \r\nfin', textEncoding: 'quoted-printable' },
  },
  {
    name: 'a text alone, in base64',
    mail: { from: 'a@b.fr', to: 'c@d.fr', subject: 'x', text: '日本語 🜊', textEncoding: 'base64' },
  },
  {
    name: 'a file alone',
    mail: { from: 'a@b.fr', to: 'c@d.fr', subject: '', attachments: [{ filename: 'a.zip', content: pdf }] },
  },
  {
    name: 'an answer in a thread',
    mail: {
      from: 'a@b.fr',
      to: 'c@d.fr',
      subject: 'Re: x',
      text: 'y',
      inReplyTo: '<1@x>',
      references: ['<0@x>', '<1@x>'],
      messageId: '<2@x>',
      date: new Date('2026-11-22T10:00:00Z'),
    },
  },
];

const built = (mail: Sent['mail']): Promise<Buffer> => new MailComposer(mail).compile().build();
const flat = (list: readonly Address[] | undefined): readonly MailAddress[] =>
  (list ?? []).flatMap((one) =>
    one.group === undefined ? [{ name: one.name, address: one.address.toLowerCase() }] : flat(one.group),
  );

for (const { name, mail } of sent)
  test(`issue 7, the same as another reader: ${name}`, async () => {
    const bytes = await built(mail);
    const ours = parseMessage(bytes);
    const theirs = await PostalMime.parse(bytes);
    assert.equal(ours.subject, theirs.subject ?? '');
    assert.equal(ours.messageId, theirs.messageId ?? '');
    assert.equal(ours.inReplyTo[0], theirs.inReplyTo);
    assert.equal(ours.references.join(' '), theirs.references ?? '');
    assert.equal(ours.writtenAt?.toISOString(), theirs.date);
    assert.deepEqual(ours.from, flat(theirs.from === undefined ? [] : [theirs.from]));
    assert.deepEqual(ours.to, flat(theirs.to));
    assert.deepEqual(ours.cc, flat(theirs.cc));
    assert.deepEqual(ours.replyTo, flat(theirs.replyTo));
    const lines = (text: string): string => text.replace(/\r?\n/g, '\n').trim();
    assert.equal(lines(ours.text), lines(theirs.text ?? ''));
    assert.equal(readableOf(bytes, ours.root).html === undefined, theirs.html === undefined);
    assert.deepEqual(
      attachmentsOf(ours.root).map((one) => [one.fileName, one.type, contentOf(bytes, one).toString('base64')]),
      theirs.attachments.map((one) => [one.filename, one.mimeType, Buffer.from(one.content as ArrayBuffer).toString('base64')]),
    );
  });

test('RFC 3501 §7.4.2: the structure of a document as MSSanté sends it', async () => {
  const [first] = sent;
  assert.ok(first);
  const { bodyStructure } = parseMessage(await built(first.mail));
  const shape = bodyStructure.replace(/"boundary" "[^"]*"/g, '"boundary" ""').replace(/ \d+/g, ' n');
  assert.match(shape, /^\(\("text" "plain" \("charset" "utf-8"\) NIL NIL "quoted-printable" n n NIL NIL NIL NIL\)/);
  assert.match(
    shape,
    /\("application" "zip" \("name" "IHE_XDM\.zip"\) NIL NIL "base64" n NIL \("attachment" \("filename" "IHE_XDM\.zip"\)\) NIL NIL\)/,
  );
  assert.match(shape, / "mixed" \("boundary" ""\) NIL NIL NIL\)$/);
});
