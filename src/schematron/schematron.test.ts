import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readXml } from '#xml';
import { compileSchematron, type Finding, together } from './index.ts';

const schema = (body: string, attributes = 'queryBinding="xslt2"') =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" ${attributes}><ns prefix="u" uri="urn:u"/>${body}</schema>`;
const compiled = (files: Readonly<Record<string, string>>, phase?: string) =>
  compileSchematron('rules/main.sch', (path) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? '') : undefined), phase);
const check = (body: string, xml: string, more: Readonly<Record<string, string>> = {}, phase?: string): readonly Finding[] =>
  compiled({ 'rules/main.sch': schema(body), ...more }, phase).check(readXml(Buffer.from(xml)));
const messages = (findings: readonly Finding[]) => findings.map((finding) => finding.message);

test('ISO 19757-3 §5.4.12: a finding says pattern, test, message with its values, place and line', () => {
  const body = `<pattern id="p"><rule context="u:b"><let name="n" value="@n"/>
    <assert id="a1" role="warning" test="$n = '1'"><name/> vaut <value-of select="$n"/></assert></rule></pattern>`;
  assert.deepEqual(check(body, '<a xmlns="urn:u">\n<b n="1"/>\n<b n="2"/></a>'), [
    { pattern: 'p', number: '1.1.1', id: 'a1', role: 'warning', test: "$n = '1'", message: 'b vaut 2', at: '/a/b[2]', line: 3 },
  ]);
});

test('ISO 19757-3 §6.5: in a pattern the first rule counts, in another pattern again', () => {
  const rule = (context: string, message: string) =>
    `<rule context="${context}"><assert test="false()">${message}</assert></rule>`;
  const body = `<pattern>${rule('a/b', 'first')}${rule('b', 'second')}</pattern><pattern>${rule('b', 'other')}</pattern>`;
  assert.deepEqual(messages(check(body, '<a><b/><c><b/></c></a>')), ['first', 'second', 'other', 'other']);
});

test('XSLT 2.0 §5.5: contexts are patterns', () => {
  const at = (context: string) =>
    check(
      `<pattern><rule context="${context}"><report test="true()">x</report></rule></pattern>`,
      '<a><b k="1"><c/></b><b k="2"><d><c/></d></b></a>',
    ).map((f) => f.at);
  assert.deepEqual(at('/'), ['/']);
  assert.deepEqual(at('/a'), ['/a']);
  assert.deepEqual(at('/b'), []);
  assert.deepEqual(at('c'), ['/a/b[1]/c[1]', '/a/b[2]/d[1]/c[1]']);
  assert.deepEqual(at('b/c | d'), ['/a/b[1]/c[1]', '/a/b[2]/d[1]']);
  assert.deepEqual(at('b//c'), ['/a/b[1]/c[1]', '/a/b[2]/d[1]/c[1]']);
  assert.deepEqual(at("//b[@k='2']/*"), ['/a/b[2]/d[1]']);
  assert.deepEqual(at('b[2]'), ['/a/b[2]']);
  assert.deepEqual(at('*[c]'), ['/a/b[1]', '/a/b[2]/d[1]']);
  assert.deepEqual(at("*[@k='1' or @k='3']"), ['/a/b[1]']);
  assert.deepEqual(at('@k'), ['/a/b[1]/@k', '/a/b[2]/@k']);
  for (const context of ['ancestor::a', 'a/text()', 'comment()', 'a/node()'])
    assert.throws(() => at(context), { code: 'schematron.unsupported' });
});

test('ISO 19757-3 §6.3: abstract patterns, abstract rules, includes and lets of all levels', () => {
  const body = `<let name="all" value="count(//b)"/>
    <pattern abstract="true" id="t"><rule context="$e"><assert test="@$what">$e sans <value-of select="'$what'"/></assert></rule></pattern>
    <pattern id="q" is-a="t"><param name="e" value="b"/><param name="what" value="k"/></pattern>
    <pattern><let name="shared" value="'2'"/><rule abstract="true" id="base"><assert test="string($all) = $shared">il y en a <value-of select="$all"/></assert></rule>
      <include href="sub/rule.sch"/></pattern>`;
  const rule = '<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="a"><extends rule="base"/></rule>';
  const found = check(body, '<a><b k="1"/><b/><b k="2"/></a>', { 'rules/sub/rule.sch': rule });
  assert.deepEqual(
    found.map(({ pattern, message, at }) => [pattern, message, at]),
    [
      ['q', '$e sans k', '/a/b[2]'],
      ['pattern-2', 'il y en a 3', '/a'],
    ],
  );
});

test('ISO 19757-3 §5.4.6: a let is that of its rule and its node, whatever is written alike in other rules', () => {
  const rule = (context: string, lets: string) =>
    `<rule context="${context}">${lets}<let name="w" value="concat($v, '!')"/><report test="$w != ''"><value-of select="$w"/></report></rule>`;
  const key = '<let name="v" value="@k"/>';
  const body = `<pattern>${rule('b', key)}${rule('c', '<let name="v" value="@z"/>')}${rule('d', '<let name="v" value="\'d\'"/>')}</pattern>
    <pattern>${rule('b', key)}${rule('*[@k]', key)}</pattern>
    <pattern><rule context="a"><report test="some $v in b/@k satisfies $v = '2'">bound</report></rule></pattern>`;
  assert.deepEqual(messages(check(body, '<a><b k="1"><b k="2"/></b><c k="3" z="4"/><d k="5"/><b k="6"/></a>')), [
    ...['1!', '2!', '4!', 'd!', '6!'],
    ...['1!', '2!', '3!', '5!', '6!'],
  ]);
  assert.deepEqual(messages(check(body, '<a><b k="2"/></a>')), ['2!', '2!', 'bound']);
});

test('ISO 19757-3: several schematrons in one walk say what each says alone', () => {
  const rules = (body: string) => compiled({ 'rules/main.sch': schema(body) });
  const failing = (context: string, message: string) =>
    `<pattern><rule context="${context}"><let name="n" value="name()"/><assert test="$n = ''">${message}</assert></rule></pattern>`;
  const all = [
    rules(`${failing('b', 'first')}${failing("*[c/@k='1']", 'key')}`),
    rules(
      `<let name="all" value="count(//b)"/>${failing('@k | /', 'other')}<pattern><rule context="b[@k='1']"><report test="$all">b</report></rule></pattern>`,
    ),
    rules(failing('b', 'first')),
  ];
  const xml = '<a><b k="1"><c k="1"/></b><b/></a>';
  const read = readXml(Buffer.from(xml));
  assert.deepEqual(
    [...together(all)(read)],
    all.map((each) => [each, each.check(read)]),
  );
  assert.deepEqual([...together([])(read)], []);
  const many = readXml(Buffer.from(`<a>${'<b/>'.repeat(6_000)}<b><c k="1"/></b></a>`));
  assert.deepEqual(
    [...together(all)(many).values()].map(({ length }) => length),
    [5_001, 1, 5_001],
  );
  const [slow, quick] = [rules(failing('b[count(../b) > 0]', 'x')), rules(failing('a', 'x'))];
  for (const order of [
    [slow, quick],
    [quick, slow],
  ])
    assert.throws(() => together(order)(many, { steps: 40_000 }), { code: 'schematron.too-long' });
});

test('ISO 19757-3 §5.4.10: a phase keeps its patterns, none keeps all', () => {
  const pattern = (id: string) => `<pattern id="${id}"><rule context="a"><assert test="false()">${id}</assert></rule></pattern>`;
  const body = `<phase id="f"><active pattern="two"/></phase>${pattern('one')}${pattern('two')}`;
  assert.deepEqual(messages(check(body, '<a/>')), ['one', 'two']);
  assert.deepEqual(messages(check(body, '<a/>', {}, 'f')), ['two']);
  assert.throws(() => check(body, '<a/>', {}, 'g'), { code: 'schematron.malformed' });
});

test('XSLT 2.0 §16.1: value sets are files beside the entry; one that is not there is never a pass', () => {
  const body = `<pattern><rule context="a"><let name="c" value="@c"/><assert test="doc('list.xml')//i[@k=$c]">inconnu</assert>
    <assert test="@c = (doc('list.xml')/l/i/@k)">hors liste</assert><assert test="document('../gone.xml')//i">z</assert></rule></pattern>`;
  const rules = compiled({ 'rules/main.sch': schema(body), 'rules/list.xml': '<l><i k="1"/></l>' });
  assert.deepEqual(rules.missing, ['../gone.xml']);
  const roles = (xml: string) => rules.check(readXml(Buffer.from(xml))).map(({ role, message }) => [role, message.slice(0, 10)]);
  assert.deepEqual(roles('<a c="1"/>'), [['unevaluated', 'FODC0002: ']]);
  assert.deepEqual(roles('<a c="2"/>'), [
    ['error', 'inconnu'],
    ['error', 'hors liste'],
    ['unevaluated', 'FODC0002: '],
  ]);
});

test('XSLT 2.0 §16.1: files named by variables and concat() are told when they are missing; what a document tells is a star', () => {
  const body = `<let name="folder" value="'../terms/'"/><pattern><rule context="a"><let name="c" value="@c"/>
    <assert test="doc-available(concat($folder, $c, '.rdf')) or doc(concat($folder, 'ucum.xml'))//i[@k = $c]">x</assert>
    <assert test="for $folder in @f return doc($folder)">y</assert></rule></pattern>`;
  const rules = compiled({ 'rules/main.sch': schema(body) });
  assert.deepEqual(rules.missing, ['../terms/*.rdf', '../terms/ucum.xml']);
  const found = rules.check(readXml(Buffer.from('<a c="1"/>')));
  assert.deepEqual(
    found.map(({ number, role }) => [number, role]),
    [
      ['1.1.1', 'unevaluated'],
      ['1.1.2', 'error'],
    ],
  );
});

test('Refusals name the file and the expression', () => {
  const rule = (test: string) => `<pattern><rule context="a"><assert test="${test}">x</assert></rule></pattern>`;
  const refusal = (body: string, code: string, words: RegExp) =>
    assert.throws(
      () => check(body, '<a/>'),
      (error: Error & { code?: string }) => error.code === code && words.test(error.message),
    );
  refusal(rule('key(1)'), 'schematron.unsupported', /key\(1\).*rules\/main\.sch/);
  refusal(rule('q:b'), 'schematron.unsupported', /prefix "q"/);
  refusal(rule('$x'), 'schematron.unsupported', /\$x/);
  refusal('<include href="absent.sch"/>', 'schematron.missing-file', /rules\/absent\.sch/);
  refusal('<include href="main.sch"/>', 'schematron.malformed', /./);
  refusal('<pattern is-a="t"/>', 'schematron.malformed', /abstract pattern t/);
  refusal('<pattern><rule><assert test="1">x</assert></rule></pattern>', 'schematron.malformed', /context/);
  assert.throws(() => compiled({ 'rules/main.sch': schema('', 'queryBinding="xslt3"') }), { code: 'schematron.malformed' });
});

test('Limits: no more than 5,000 findings and a last one that says so', () => {
  const found = check(
    '<pattern><rule context="b"><assert test="false()">x</assert></rule></pattern>',
    `<a>${'<b/>'.repeat(6_000)}</a>`,
  );
  assert.equal(found.length, 5_001);
  assert.equal(found.at(-1)?.role, 'unevaluated');
});
