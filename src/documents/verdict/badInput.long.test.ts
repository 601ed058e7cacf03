import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument } from './check.ts';
import { sample, sampleN1 } from './mutants.check.ts';
import { type Finding, findingsOf, stages, type Verdict } from './verdict.ts';

const xml = (body: string): string => `<ClinicalDocument xmlns="urn:hl7-org:v3">${body}</ClinicalDocument>`;

/** The form fails by this one rule, and nothing goes on after it. */
function endsAtForm(verdict: Verdict, rule: string): Finding | undefined {
  assert.equal(verdict.outcome, 'failed');
  assert.deepEqual(
    verdict.stages.map(({ stage }) => stage),
    stages,
  );
  assert.deepEqual(
    verdict.stages.map(({ outcome }) => outcome),
    ['failed', ...stages.slice(1).map(() => 'not-run')],
  );
  const findings = findingsOf(verdict);
  assert.deepEqual(
    findings.map((finding) => finding.rule),
    [rule],
  );
  const [only] = findings;
  assert.ok(only !== undefined && only.fr.length > 10 && only.en.length > 10);
  return only;
}

const attacks: readonly (readonly [name: string, bytes: () => string | Buffer, rule: string, line?: number])[] = [
  ['nothing at all', () => '', 'xml.malformed'],
  ['spaces', () => ' \n ', 'xml.malformed'],
  ['no XML', () => 'PK\u0003\u0004', 'xml.malformed'],
  ['a PDF alone', () => '%PDF-1.4\n', 'documents.not-cda'],
  ['XML of something else', () => '<Bundle xmlns="http://hl7.org/fhir"/>', 'cda.malformed'],
  [
    'a DOCTYPE',
    () => sample.replace('<ClinicalDocument', '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<ClinicalDocument'),
    'xml.doctype',
  ],
  [
    'a billion laughs',
    () => sample.replace('<ClinicalDocument', '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n<ClinicalDocument'),
    'xml.doctype',
  ],
  [
    'an entity in capitals, and comments that never end',
    () => sample.replace('</title>', `&AMP;${'<!--'.repeat(200_000)}`),
    'xml.entity',
    11,
  ],
  ['an entity of HTML', () => sample.replace('Cabinet des Nuées', 'Cabinet&nbsp;des Nu&eacute;es'), 'xml.entity'],
  [
    '200,000 attributes',
    () => xml(`<a ${Array.from({ length: 200_000 }, (_, n) => `b${n}="c"`).join(' ')}/>`),
    'xml.too-many-attributes',
  ],
  [
    '200,000 namespaces',
    () => xml(`<a ${Array.from({ length: 200_000 }, (_, n) => `xmlns:b${n}="c"`).join(' ')}/>`),
    'xml.too-many-attributes',
  ],
  ['a depth of 10,000', () => xml('<a>'.repeat(10_000) + '</a>'.repeat(10_000)), 'xml.too-deep'],
  ['a depth of 1,000,000 never closed', () => '<a>'.repeat(1_000_000), 'xml.too-deep'],
  [
    'an element of 200 MB',
    () => Buffer.concat([Buffer.from('<ClinicalDocument xmlns="urn:hl7-org:v3">'), Buffer.alloc(200 << 20, 0x61)]),
    'documents.too-large',
  ],
  ['3,000,000 elements', () => xml('<a/>'.repeat(3_000_000)), 'xml.too-large'],
  ['UTF-8 that says ISO-8859-15', () => sample.replace('UTF-8', 'ISO-8859-15'), 'cda.encoding'],
  ['UTF-8 that says UTF-16', () => sample.replace('UTF-8', 'UTF-16'), 'xml.malformed'],
  ['ISO-8859-1 that says UTF-8', () => Buffer.from(sample, 'latin1'), 'xml.malformed'],
  ['an unknown charset', () => sample.replace('UTF-8', 'EBCDIC-FR'), 'xml.encoding'],
  ['a document cut short', () => sample.slice(0, 5000), 'xml.malformed'],
  ['a document twice', () => sample + sample.replace(/<\?xml[^>]*>/, ''), 'xml.malformed'],
  ['a tag that closes another', () => sample.replace('</title>', '</titre>'), 'xml.malformed', 11],
];

test('XML 1.0, bad input: the line of a DOCTYPE and of an entity, past those in comments and CDATA sections', async () => {
  const doctype = sample.replace(
    '<ClinicalDocument',
    '<!-- <!DOCTYPE a> -->\n<?a <!DOCTYPE b> ?>\n<!DOCTYPE c>\n<ClinicalDocument',
  );
  assert.equal(endsAtForm(await checkDocument(Buffer.from(doctype), {}), 'xml.doctype')?.line, 5);
  const entity = sample.replace('<title>', '<!-- &b; -->\n<title>&amp;<![CDATA[&c;]]>\n&eacute;');
  const windows = entity.replaceAll('\n', '\r\n');
  for (const text of [entity, windows])
    assert.equal(endsAtForm(await checkDocument(Buffer.from(text), {}), 'xml.entity')?.line, 13);
});

for (const [name, make, rule, line] of attacks) {
  test(`XML 1.0, bad input: ${name} is a finding of the form`, { timeout: 60_000 }, async () => {
    const found = endsAtForm(await checkDocument(Buffer.from(make()), {}), rule);
    if (line !== undefined) assert.equal(found?.line, line);
  });
}

const harmless: readonly (readonly [name: string, bytes: () => string | Buffer])[] = [
  ['a byte-order mark', () => `\ufeff${sample}`],
  ['line ends of Windows', () => sample.replaceAll('\n', '\r\n')],
  ['line ends of old', () => sample.replaceAll('\n', '\r')],
  ['ISO-8859-1 that says so', () => Buffer.from(sample.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
  ['no declaration', () => sample.replace(/<\?xml[^>]*>\n/, '')],
  [
    'processing instructions before the root',
    () =>
      sample.replace(
        '<ClinicalDocument',
        '<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>\n<?other a?>\n<ClinicalDocument',
      ),
  ],
  ['a prefix', () => prefixed(sample)],
  ['a comment that names a PDF at the top', () => sample.replace('<ClinicalDocument', '<!-- %PDF-1.4 -->\n<ClinicalDocument')],
];

for (const [name, make] of harmless) {
  test(`XML 1.0: ${name} changes nothing of the verdict`, async () => {
    assert.deepEqual(findingsOf(await checkDocument(Buffer.from(make()), {})), []);
  });
}

const many = 100_000;
/** What costs as the square of its number when it is looked at badly. */
const repeated: readonly (readonly [what: string, text: string])[] = [
  ['confidentiality codes outside their list', '<confidentialityCode code="X"/>'],
  ['templates that say the same', '<templateId root="1.2.3"/>'],
  ['related documents', '<relatedDocument typeCode="RPLC"/>'],
  ['authors', '<author><time value="2026"/></author>'],
  ['patients', '<recordTarget><patientRole/></recordTarget>'],
];
const inside: readonly (readonly [what: string, text: string])[] = [
  ['unknown telecoms', '<telecom nullFlavor="UNK"/>'],
  ['identifiers without root', '<id extension="1"/>'],
  ['names without family', '<name/>'],
];

for (const [what, text] of [...repeated, ...inside]) {
  test(`HL7 CDA R2, bad input: ${many} ${what} are checked as fast as they are read`, { timeout: 120_000 }, async () => {
    const place = inside.some(([one]) => one === what) ? '<patientRole>' : '<realmCode code="FR"/>';
    const verdict = await checkDocument(Buffer.from(sample.replace(place, `${place}${text.repeat(many)}`)), {});
    assert.equal(verdict.outcome, 'failed');
    assert.ok(findingsOf(verdict).length < 1000);
  });
}

test(`HL7 CDA R2, bad input: ${many} ends of one period, and as many broken files`, { timeout: 120_000 }, async () => {
  const low = '<low value="20260310093000+0100"/>';
  const ends = sample.replace(low, `${low}${'<high value="20260309093000+0100"/>'.repeat(many)}`);
  assert.ok(findingsOf(await checkDocument(Buffer.from(ends), {})).some(({ rule }) => rule === 'dates.order'));
  const files = sample.replace('<entry>', `<entry>${'<value representation="B64">*</value>'.repeat(many)}`);
  const found = findingsOf(await checkDocument(Buffer.from(files), {}));
  assert.ok(found.length > 0 && found.length <= 20 && found.every(({ rule }) => rule === 'cda.bad-base64'));
});

test('XML 1.0 §2.11: the line of a finding is the same with line ends of Windows', async () => {
  const wrong = sample.replace('value="19580417"', 'value="19581341"');
  const [unix, windows] = await Promise.all(
    [wrong, wrong.replaceAll('\n', '\r\n')].map(async (text) => findingsOf(await checkDocument(Buffer.from(text), {}))),
  );
  assert.deepEqual(
    unix?.map(({ rule, line }) => [rule, line]),
    [['dates.real', 32]],
  );
  assert.deepEqual(windows, unix);
});

const base64 = 'JVBERi0xLjQKJeLjz9MK';
const broken: readonly (readonly [name: string, text: string, right: boolean])[] = [
  ['one line', base64, true],
  ['LF', lines('\n'), true],
  ['CR LF', lines('\r\n'), true],
  ['CR', lines('\r'), true],
  ['CR as references', lines('&#13;&#10;'), true],
  ['tabs and spaces', lines(' \t '), true],
  ['a line for each sign', [...base64].join('\n'), true],
  ['comments', lines('<!-- page -->'), true],
  ['a CDATA section', `<![CDATA[${lines('\n')}]]>`, true],
  ['padding', 'JVBERi0xLjQKJQ==', true],
  ['padding left out', 'JVBERi0xLjQKJQ', true],
  ['padding on a line of its own', 'JVBERi0xLjQKJQ=\n=', true],
  ['padding in the middle', 'JVBE==Ri0xLjQK', false],
  ['too much padding', 'JVBERi0xLjQKJQ===', false],
  ['a lone sign at the end', `${base64}J`, false],
  ['signs of URLs', 'JVBERi0xLjQ-_Q==', false],
  ['letters of no alphabet', 'JVBERi0xLjQé', false],
];

function lines(end: string): string {
  return (base64.match(/.{1,6}/g) ?? []).join(end);
}

for (const [name, text, right] of broken) {
  test(`RFC 4648 §4, embedded file: base64 with ${name} is ${right ? 'read' : 'refused'}`, async () => {
    const verdict = await checkDocument(Buffer.from(sampleN1.replace(base64, text)), {});
    if (right) assert.deepEqual(findingsOf(verdict), []);
    else assert.equal(endsAtForm(verdict, 'cda.bad-base64')?.xpath, '/ClinicalDocument/component[1]/nonXMLBody[1]/text[1]');
  });
}

function prefixed(text: string): string {
  return text.replace('xmlns="urn:hl7-org:v3"', 'xmlns:v3="urn:hl7-org:v3"').replaceAll(/<(\/?)(?=[A-Za-z])/g, '<$1v3:');
}
