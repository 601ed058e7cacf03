import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ambre, citizen } from './cast.ts';
import { type Ground, openGround, traceFrom, words } from './ground.ts';
import { n1, provide, smallPdf } from './papers.ts';
import { enterCarnet, type Space } from './space.ts';

let ground: Ground;
let carnet: Space;
before(async () => {
  ground = await openGround();
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

const script = '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>';
const active = Buffer.from(smallPdf.toString('latin1').replace('/Type /Catalog', `/Type /Catalog ${script}`), 'latin1');

/** A level 1 document around that PDF. */
const around = (pdf: Buffer): Buffer =>
  Buffer.from(
    n1(ambre, { title: 'Lettre' })
      .toString()
      .replace(/(representation="B64">)[^<]*/, `$1${pdf.toString('base64')}`),
  );

test('Issue 4, bad input: a PDF with JavaScript is kept as it is, flagged for its reader, and served so that no viewer opens it', async () => {
  assert.notDeepEqual(active, smallPdf);
  const lines = await traceFrom(ground, ground.ambre);
  const document = around(active);
  const [flagged = ''] = await ground.deposited(provide(document));
  const [harmless = ''] = await ground.deposited(provide(around(smallPdf)));
  const kinds = async (id: string) => (await carnet(`/carnet/documents/${id}`)).as<{ pdf: { active: string[] } }>().pdf.active;
  assert.deepEqual([await kinds(flagged), await kinds(harmless)], [['JavaScript'], []]);

  const pdf = await carnet(`/carnet/documents/${flagged}/pdf`);
  assert.deepEqual(pdf.bytes, active);
  const reference = (
    await ground.fhir(`/DocumentReference/${flagged}`, { token: await ground.token(citizen(ground.ambre, ambre)) })
  ).as<{
    content: { attachment: { url: string } }[];
  }>();
  const url = reference.content[0]?.attachment.url.replace(/^.*?(?=Binary\/)/, '/') ?? '';
  const binary = await ground.fhir(url, { token: await ground.token(citizen(ground.ambre, ambre)) });
  assert.equal(binary.status, 200, binary.bytes.toString());
  assert.ok(binary.bytes.equals(document));
  for (const { headers } of [pdf, binary]) {
    assert.equal(headers.get('content-disposition'), 'attachment');
    assert.equal(headers.get('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
  assert.deepEqual((await lines()).map(words).filter((line) => line.startsWith('read')).length, 5);
});

test('Issue 4, bad input: the check of such a document passes, with a warning where the PDF stands', async () => {
  const answer = await ground.fhir('/$check-document', {
    method: 'POST',
    token: await ground.token(citizen(ground.ambre, ambre)),
    headers: { 'content-type': 'text/xml' },
    body: around(active),
  });
  const { issue } = answer.as<{
    issue: { severity: string; details?: { coding?: { code: string }[] }; expression?: string[] }[];
  }>();
  const warning = issue.find(({ details }) => details?.coding?.[0]?.code === 'pdf.active-content');
  assert.equal(warning?.severity, 'warning', answer.bytes.toString());
  assert.deepEqual(warning.expression, ['/ClinicalDocument/component[1]/nonXMLBody[1]/text[1]']);
});
