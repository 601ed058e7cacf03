import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml, type XmlElement } from '#xml';
import { Files } from '../files.ts';
import { Names } from '../names.ts';
import { compile } from './compile.ts';
import { Environment, type Initial } from './environment.ts';
import { parse } from './parser.ts';
import type { Item, Node } from './values.ts';

const files = new Files('rules.sch', (path) =>
  path === 'list.xml' ? Buffer.from('<l><a k="1"/><b><a k="2"/></b></l>') : undefined,
);

/** What each expression gives at each element of a document, all in one environment, as rules have it. */
function answers(xml: string, ...expressions: string[]): readonly (readonly Item[])[][] {
  const initial: (Initial | undefined)[] = [];
  const names = new Names(initial);
  const compiled = expressions.map((each) =>
    compile(
      parse(each, () => undefined),
      names,
    ),
  );
  const document = readXml(Buffer.from(xml));
  const source = { kind: 'document', document } as const;
  const env = new Environment(source, files, initial, { steps: 10_000_000, stop: undefined });
  const below = (element: XmlElement): readonly XmlElement[] => [
    element,
    ...element.children.flatMap((child) => (child.kind === 'element' ? below(child) : [])),
  ];
  const all: readonly Node[] = [source, ...below(document.root)];
  return compiled.map((each) =>
    all.map((node) => {
      env.current = node;
      const items = each.items(node, env);
      if (items.every((item) => typeof item === 'object')) assert.equal(each.test(node, env), items.length > 0);
      return items;
    }),
  );
}

const tree = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('', ' k="1"', ' k="2"'),
      fc.oneof({ maxDepth: 5, depthSize: 'large' }, fc.constant([]), fc.array(tie('element'), { minLength: 2, maxLength: 5 })),
    )
    .map(([name, k, inside]) => `<${name}${k}>${inside.join('')}</${name}>`),
})).element;
const document = fc.array(tree, { minLength: 1, maxLength: 6 }).map((all) => `<r>${all.join('').repeat(4)}</r>`);

for (const [what, quick, plain] of [
  ['all of a name below a node', './/a', 'descendant::node()[self::a]'],
  ['all of a name below a node, with a predicate', ".//a[@k = '1']", "descendant::node()[self::a][@k = '1']"],
  ['all of a name below a node, by position among siblings', './/a[1]', './descendant-or-self::node()/child::node()[self::a][1]'],
  ['all of a name in the document', '//b', '/descendant::node()[self::b]'],
  [
    'a longer path from the root',
    "//b/c[@k = '2']/@k",
    "/descendant::node()[self::b]/child::node()[self::c][@k = '2']/attribute::*",
  ],
  ['children of a name', 'b', 'child::node()[self::b]'],
  ['children of a name, counted', 'count(b) > 1', 'count(child::node()[self::b]) > 1'],
  ['children that have some', 'b[a]/c', 'child::node()[self::b][child::node()[self::a]]/child::node()[self::c]'],
] as const)
  test(`XPath 2.0 §3.2: ${what}, as a walk finds them`, () => {
    fc.assert(
      fc.property(document, (xml) => {
        const [mine, theirs] = answers(xml, quick, plain);
        mine?.forEach((items, i) => {
          assert.equal(items.length, theirs?.[i]?.length);
          assert.ok(items.every((item, j) => item === theirs?.[i]?.[j]));
        });
      }),
      { numRuns: 60 },
    );
  });

test('XPath 2.0 §3.2: a path from the root starts at the root of the document it is asked in', () => {
  const keys = (items: readonly Item[] | undefined) =>
    items?.map((item) => (typeof item === 'object' && 'value' in item ? item.value : ''));
  const [inside, own] = answers('<r><a k="9"/></r>', "doc('list.xml')//a[//b]/@k", '//a/@k');
  assert.deepEqual(inside?.map(keys), [
    ['1', '2'],
    ['1', '2'],
    ['1', '2'],
  ]);
  assert.deepEqual(own?.map(keys), [['9'], ['9'], ['9']]);
});
