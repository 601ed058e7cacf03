import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml, type XmlElement, xpathOf } from '#xml';
import { compileSchematron, type Limits, type Schematron } from './index.ts';
import { Paths } from './paths.ts';

// No time is asserted; what would take minutes without a limit has a timeout.
const timeout = 60_000;

const compiled = (rules: string): Schematron => {
  const file = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern>${rules}</pattern></schema>`;
  return compileSchematron('rules.sch', (path) => (path === 'rules.sch' ? Buffer.from(file) : undefined));
};
const rule = (context: string, test: string) => `<rule context="${context}"><assert test="${test}">x</assert></rule>`;
const tree = (xml: string) => readXml(Buffer.from(xml));
const check = (rules: string, xml: string, limits?: Limits) => compiled(rules).check(tree(xml), limits);

const many = `<a>${'<b k="1"><c>t</c></b>'.repeat(100_000)}</a>`;
const manyOthers = `<a>${Array.from({ length: 100_000 }, (_, i) => `<b k="${i}"/>`).join('')}</a>`;
const deep = `<a>${'<d>'.repeat(200)}${`<t>${'x'.repeat(2_000)}</t>`.repeat(2_000)}${'</d>'.repeat(200)}</a>`;

for (const [what, context, asked, xml] of [
  ['each element beside all that follow', 'b', 'not(following-sibling::b[@k = 2])', many],
  ['each element beside all before', 'b', 'count(preceding-sibling::b) &lt; 1000000', many],
  ['each value among all', 'b', 'count(//b[@k = current()/@k]) = 1', manyOthers],
  ['all with all', 'a', 'every $x in b, $y in b satisfies $x/@k = $y/@k', many],
  ['two long lists, unequal', 'a', 'b/@k = b/@none or b/@k &lt; b/@k', manyOthers],
  ['positions among all', 'b', '../b[position() = last()]', many],
  ['a walk from each', 'b', 'not(../descendant::node()[self::comment()])', many],
  ['a union of all for each', 'b', 'count(../b | ../b/c) > 1', many],
  ['distinct values for each', 'b', 'count(distinct-values(../b/@k)) >= 1', many],
  ['the text of all above', 'd', "not(contains(., 'y'))", deep],
  ['the text of all above, compared', 'd', "not(. = 'y')", deep],
  ['long ranges', 'b', 'count(1 to 100000) = 100000', many],
] as const)
  test(`Limits: ${what} is refused, not worked out`, { timeout }, () => {
    assert.throws(() => check(rule(context, asked), xml), { code: 'schematron.too-long' });
  });

for (const [what, context, asked, xml] of [
  ['the same path from the root for each', 'b', "//b/@k = '1'", many],
  ['a count from the root for each', 'b', 'count(//c) = 100000', many],
  ['the name of each', 'b', "local-name(..) = 'a' and count(c) = 1", many],
  ['the first of its name for each', 'c', '..', many],
  ['a walk over all', 'b', 'not(/descendant::node()[self::comment()])', many],
  ['ancestors of a pattern', 'a//d//d//d//d//t', 'true()', deep],
] as const)
  test(`Limits: ${what} is worked out, 100,000 times`, { timeout }, () => {
    assert.deepEqual(check(rule(context, asked), xml), []);
  });

test('Limits: places that no document has before are not remembered for ever', { timeout }, () => {
  const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
  const rules = names.map((name) => rule(`${name}/b`, 'true()')).join('');
  const schematron = compiled(rules);
  const random = (seed: number) => {
    let at = seed;
    const path = Array.from({ length: 3_000 }, () => {
      const parts = Array.from({ length: 12 }, () => {
        at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
        return names[at % names.length] ?? '';
      });
      return `${parts.map((name) => `<${name}>`).join('')}<b/>${parts
        .reverse()
        .map((name) => `</${name}>`)
        .join('')}`;
    });
    return `<a>${path.join('')}</a>`;
  };
  for (let i = 1; i < 4; i++) assert.deepEqual(schematron.check(tree(random(i))), []);
});

test('Limits: a caller may stop it, or give it less', () => {
  let asked = 0;
  const stop = () => ++asked > 3;
  assert.throws(() => check(rule('b', 'c'), many, { stop }), { code: 'schematron.too-long' });
  assert.equal(asked, 4);
  assert.throws(() => check(rule('b', 'c'), many, { steps: 1_000 }), { code: 'schematron.too-long' });
  assert.deepEqual(check(rule('b', 'c'), '<a><b><c/></b></a>', { steps: 1_000 }), []);
});

test('Limits: keys with spaces, and as many as one likes', { timeout }, () => {
  const rules = rule("b[c/@k = 'x y']", 'false()') + rule("b[c/@k = 'x']", 'false()');
  assert.equal(check(rules, '<a><b><c k="y"/><c k="x"/></b></a>').length, 1);
  assert.equal(check(rules, '<a><b><c k="x y"/></b></a>')[0]?.number, '1.1.1');
  assert.equal(check(rules, `<a><b>${'<c k="x"/>'.repeat(200_000)}</b></a>`).length, 1);
});

test('The path of a finding is that of its element, whatever else is found', () => {
  const xml = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        fc.constantFrom('a', 'b', 'p:a', 'x:b'),
        fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('element'), { maxLength: 4 })),
      )
      .map(([name, inside]) => `<${name} k="1">${inside.join(' ')}</${name}>`),
  })).element;
  fc.assert(
    fc.property(xml, (inside) => {
      const { root } = tree(`<r xmlns:p="urn:p" xmlns:x="urn:x">${inside}${inside}</r>`);
      const paths = new Paths();
      const all = (element: XmlElement): readonly XmlElement[] => [
        element,
        ...element.children.flatMap((child) => (child.kind === 'element' ? all(child) : [])),
      ];
      for (const element of all(root)) {
        assert.equal(paths.of(element), xpathOf(element));
        for (const attribute of element.attributes) assert.equal(paths.of(attribute), xpathOf(attribute));
      }
    }),
    { numRuns: 100 },
  );
});
