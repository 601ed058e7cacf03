import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';
import { attachmentsOf, contentOf, parseMessage, sectionOf } from './index.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = `${corpus}/cda`;
const absent = existsSync(folder) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';
const names = absent === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

test('CI-SIS corpus: it is there', { skip: absent }, () => assert.ok(names.length > 0));

test('CI-SIS corpus: every document sent by mail comes back byte for byte, by its part and by its section', {
  skip: absent,
}, async () => {
  for (const name of names) {
    const document = readFileSync(`${folder}/${name}`);
    const bytes: Buffer = await new MailComposer({
      from: 'Dr Amélie Exemple <amelie.exemple@exemple.mssante.fr>',
      to: 'nephro@hopital.mssante.fr',
      subject: `XDM/1.0/DDM+${name}`,
      text: 'Veuillez trouver ci-joint un document de santé.',
      attachments: [
        { filename: name, content: document, contentType: 'text/xml; charset=utf-8' },
        { filename: 'quoted.xml', content: document, contentType: 'text/xml', contentTransferEncoding: 'quoted-printable' },
      ],
    })
      .compile()
      .build();
    const read = parseMessage(bytes);
    assert.equal(read.subject, `XDM/1.0/DDM+${name}`);
    assert.equal(read.cut, false);
    assert.equal(read.text, 'Veuillez trouver ci-joint un document de santé.');
    const [plain, quoted] = attachmentsOf(read.root);
    assert.ok(plain && quoted);
    assert.equal(contentOf(bytes, plain).equals(document), true, name);
    assert.equal(
      contentOf(bytes, quoted).toString().replaceAll('\r\n', '\n'),
      document.toString().replaceAll('\r\n', '\n'),
      name,
    );
    const section = sectionOf(bytes, { part: [2], what: 'all', fields: [] });
    assert.equal(Buffer.from(section?.toString('latin1') ?? '', 'base64').equals(document), true, name);
  }
});
