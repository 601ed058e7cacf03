import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from './examine.ts';
import { libraryOf } from './library.ts';
import { madeDocument, madeSpecifications } from './made.check.ts';
import { rulesOf } from './rules.ts';
import { compileSchema } from './schema.ts';

const packed = (files: Readonly<Record<string, string>>) =>
  new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)] as const));
const library = libraryOf([packed(madeSpecifications('T1', 'T9'))]);
const rules = rulesOf(library);
const schema = compileSchema(library, library.schemas[0] ?? '');
const quiet = (): void => undefined;
const modelled = (extension?: string): string =>
  `<templateId root="1.2.250.1.213.1.1.1.999"${extension === undefined ? '' : ` extension="${extension}"`}/>`;
const tried = (document: Buffer): readonly string[] => rules.check(document, quiet)?.schematrons ?? [];

test('XSD: a document of the schema passes; its includes are found whatever their case, what it imports and is not there is passed over', () => {
  assert.deepEqual(schema.check(madeDocument({})), []);
});

const faults = [
  ['an unknown element', { body: '<b/>' }, 'unexpected-element', 8, '/ClinicalDocument/component[1]/structuredBody[1]/b[1]'],
  ['a value of another type', { version: 'a' }, 'value', 7, '/ClinicalDocument/versionNumber[1]/@value'],
  ['an unknown attribute', { templates: '<templateId x="1"/>' }, 'unknown-attribute', 3, '/ClinicalDocument/templateId[2]/@x'],
  ['elements in another order', { title: 'a</title><title>b' }, 'unexpected-element', 5, '/ClinicalDocument/title[2]'],
  ['text between elements', { body: 'a' }, 'text', 8, '/ClinicalDocument/component[1]/structuredBody[1]'],
] as const;
for (const [what, content, rule, line, xpath] of faults)
  test(`XSD: ${what} is told with its line and its XPath`, () => {
    const [first, ...others] = schema.check(madeDocument(content));
    assert.ok(first);
    const { message, fr, ...place } = first;
    assert.deepEqual(place, { rule: `xsd.${rule}`, severity: 'error', line, xpath });
    assert.ok(message.length > 0 && fr !== undefined && /^Élément \w+(, attribut \w+)? : [^{}]+\.$/.test(fr), fr);
    assert.ok(others.every(({ xpath: same }) => same?.startsWith('/ClinicalDocument')));
  });

test('XSD: what is missing, and a root that is not of the schema', () => {
  const short = Buffer.from('<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId/></ClinicalDocument>');
  assert.deepEqual(
    schema.check(short).map(({ rule, xpath }) => [rule, xpath]),
    [['xsd.missing-element', '/ClinicalDocument']],
  );
  const other = schema.check(Buffer.from('<note xmlns="urn:hl7-org:v3"/>'));
  assert.deepEqual(
    other.map(({ rule, xpath }) => [rule, xpath]),
    [['xsd.unknown-root', '/note']],
  );
});

test('XSD: a prefix instead of a default namespace, and the line beyond what libxml2 counts', () => {
  const prefixed = madeDocument({ version: 'a' })
    .toString()
    .replace(/<(\/?)(\w)/g, '<$1h:$2')
    .replace('xmlns=', 'xmlns:h=');
  assert.deepEqual(
    schema.check(Buffer.from(prefixed)).map(({ xpath }) => xpath),
    ['/ClinicalDocument/versionNumber[1]/@value'],
  );
  const [far] = schema.check(madeDocument({ before: '\n'.repeat(70_000), version: 'a' }));
  assert.equal(far?.line, 70_006); // where its tag begins
});

test('Self-presenting document: what is checked is the ClinicalDocument inside, on its own lines', () => {
  const inner = madeDocument({ templates: modelled('2024.01'), version: 'a', body: '' })
    .toString()
    .replace(/^<\?xml.*\?>/, '');
  const outer = `<?xml version="1.0"?>
<?oxygen SCHSchema="x/Type_1.0.sch"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:a="urn:a&amp;b"><!-- <ClinicalDocument> -->
  <xsl:template match="/"><x/></xsl:template>${inner}
</xsl:stylesheet>`;
  assert.deepEqual(
    schema.check(Buffer.from(outer)).map(({ line, xpath }) => [line, xpath]),
    [[10, '/ClinicalDocument/versionNumber[1]/@value']],
  );
  const said = rules.check(Buffer.from(outer), quiet);
  assert.deepEqual(said?.schematrons, ['Commun.sch', 'Essai_2024.01.sch', 'Type_1.0.sch']);
  assert.deepEqual(
    said?.findings.map(({ rule, line, xpath }) => [rule, line, xpath]),
    [
      ['body-2024.01', 11, '/ClinicalDocument/component[1]/structuredBody[1]'],
      ['by-type', 5, '/ClinicalDocument'],
      ['typed', 5, '/ClinicalDocument'],
    ],
  );
});

test('Schematron: the common ones are tried on every document, with the severity of their roles and the codes of the lists', () => {
  assert.deepEqual(rules.check(madeDocument({}), quiet), { schematrons: ['Commun.sch'], findings: [] });
  const said = rules.check(madeDocument({ title: '', code: 'T2' }), quiet);
  assert.deepEqual(
    said?.findings.map(({ rule, severity, message, line }) => [rule, severity, message, line]),
    [
      ['has-title', 'warning', 'Sans titre : T2', 2],
      ['titled', 'error', 'Type hors liste', 2],
    ],
  );
});

test('Schematron of a model: of several versions the one that the templateId gives, else the one that the document names, else the newest', () => {
  const named = '<?oxygen SCHSchema="../schematrons/Essai_2023.01.sch"?>';
  assert.deepEqual(tried(madeDocument({ templates: modelled('2023.01') })), ['Commun.sch', 'Essai_2023.01.sch']);
  assert.deepEqual(tried(madeDocument({ templates: modelled() })), ['Commun.sch', 'Essai_2024.01.sch']);
  assert.deepEqual(tried(madeDocument({ templates: modelled(), before: named })), ['Commun.sch', 'Essai_2023.01.sch']);
  assert.deepEqual(tried(madeDocument({ templates: modelled('old'), before: named })), ['Commun.sch', 'Essai_2023.01.sch']);
  assert.deepEqual(
    tried(madeDocument({ templates: modelled('2024.01'), before: named })),
    ['Commun.sch', 'Essai_2023.01.sch', 'Essai_2024.01.sch'],
    'naming another version is no way out of one’s own',
  );
});

test('Schematron of a model: a version for which none is loaded is told, none of another version is tried', () => {
  const said = rules.check(madeDocument({ templates: modelled('1999.01') }), quiet);
  assert.deepEqual(said?.schematrons, ['Commun.sch']);
  assert.deepEqual(
    said?.findings.map(({ rule, severity }) => [rule, severity]),
    [['schematron.no-version', 'information']],
  );
});

test('Schematron that demands no model: by the type of the document, when it has a structured body; W3C xml-model names one too', () => {
  assert.deepEqual(tried(madeDocument({ code: 'T9' })), ['Commun.sch', 'Type_1.0.sch']);
  assert.deepEqual(tried(Buffer.from(madeDocument({ code: 'T9' }).toString().replaceAll('structuredBody', 'nonXMLBody'))), [
    'Commun.sch',
  ]);
  const model = '<?xml-model href="http://example.org/Type_1.0.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>';
  assert.deepEqual(tried(madeDocument({ before: model })), ['Commun.sch', 'Type_1.0.sch']);
  assert.deepEqual(
    rules.check(madeDocument({ code: 'T9' }), quiet)?.findings.map(({ severity }) => severity),
    ['information'],
  );
});

test('Schematron that cannot be compiled: told in the documents that it is for, and by the examination, file by file', () => {
  const said = rules.check(madeDocument({ before: '<?oxygen SCHSchema="Casse_1.0.sch"?>' }), quiet);
  assert.deepEqual(
    said?.findings.map(({ rule, severity }) => [rule, severity]),
    [['schematron.not-compiled', 'warning']],
  );
  const { compiled, faults: told } = examine(library, rules);
  assert.equal(compiled, 5);
  assert.deepEqual(
    told.map(({ path, code }) => [path, code]),
    [['schematrons/Casse_1.0.sch:4', 'schematron.missing-file']],
  );
});

test('Schematron whose list is loaded nowhere: the test is told as not evaluated, and the examination names the list', () => {
  const { 'jeuxDeValeurs/JDV_Types.xml': _, ...without } = madeSpecifications();
  const poor = libraryOf([packed(without)]);
  assert.deepEqual(
    rulesOf(poor)
      .check(madeDocument({}), quiet)
      ?.findings.map(({ rule, severity }) => [rule, severity]),
    [['schematron.unevaluated', 'warning']],
  );
  assert.ok(examine(poor, rulesOf(poor)).faults.some(({ en }) => en.includes('JDV_Types')));
});

test('Schematron that a document makes work for too long: told as not checked, not as wrong', { timeout: 60_000 }, () => {
  const slow = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="cda" uri="urn:hl7-org:v3"/>
    <pattern><rule context="cda:title"><assert test="count(//cda:title[string-length(.) > 99 + string-length(current())]) = 0">.</assert></rule></pattern></schema>`;
  const patient = rulesOf(libraryOf([packed({ 'profils/Lent.sch': slow })]));
  assert.equal(patient.check(madeDocument({}), quiet)?.findings.length, 0);
  const long = madeDocument({ body: '<title>a</title>'.repeat(5_000) });
  assert.throws(() => patient.check(long, quiet), { code: 'documents.check-unavailable' });
});

test('Packages work together: lists of another package, SVS or JSON; of the same file the one loaded last', () => {
  const { 'jeuxDeValeurs/JDV_Types.xml': svs = '', ...without } = madeSpecifications('T1');
  const json = JSON.stringify({ JDV_Types: { oid: '1.2.3', concepts: [['T5', '1.2.3.4', 'Cinq & "5"']] } });
  const outOfList = (packages: Readonly<Record<string, string>>[], code: string): boolean =>
    rulesOf(libraryOf(packages.map(packed)))
      .check(madeDocument({ code }), quiet)
      ?.findings.some(({ rule }) => rule === 'titled') ?? true;
  assert.equal(outOfList([without, { 'a/jeuxDeValeurs/JDV_Types.xml': svs }], 'T1'), false);
  assert.equal(outOfList([{ 'lists.json': json }, without], 'T5'), false);
  assert.equal(outOfList([{ 'lists.json': json }, without], 'T1'), true);
  const [old, young] = [
    { ...without, 'jeuxDeValeurs/JDV_Types.xml': svs },
    { 'jeuxDeValeurs/JDV_Types.xml': svs.replace('"T1"', '"T7"') },
  ];
  assert.equal(outOfList([young, old], 'T1'), false);
});

test('A vocabulary file that is not there is made from the list with its OID', () => {
  const { 'jeuxDeValeurs/JDV_Types.xml': svs = '' } = madeSpecifications('T1', 'T2');
  const json = JSON.stringify({ JDV_Other: { oid: '4.5', concepts: [['<', '1', 'x']] } });
  const made = libraryOf([packed({ 'jeuxDeValeurs/JDV_Types.xml': svs }), packed({ 'l.json': json })]);
  const text = (path: string): string => Buffer.from(made.read(path) ?? '').toString();
  assert.deepEqual(text('0/a/include/voc-1.2.3-DYNAMIC.xml').match(/ code="\w+"/g), [' code="T1"', ' code="T2"']);
  assert.ok(text('0/a/include/voc-4.5-DYNAMIC.xml').includes('<concept code="&lt;" codeSystem="1"/>'));
  assert.equal(made.read('0/a/include/voc-9-DYNAMIC.xml'), undefined);
});
