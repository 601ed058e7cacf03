import { namespaceAt } from '#xml';
import { type Definition, type Functions, onSequences, textOfArgument } from './definitions.ts';
import type { Environment } from './environment.ts';
import { type Compiled, ofItems, ofTest, once, traitsOf } from './expressions.ts';
import { atMostOne, isNode, type Node, QName, type Sequence, stringOf, Unevaluated } from './values.ts';

const ofFocus = { focusByDefault: true, reads: false } as const;

/** Nodes, names and files. Source: XPath and XQuery Functions 2.0 §2, §11, §14, §15.5; XSLT 2.0 §16.1. */
export const nodeFunctions: Functions = {
  name: onSequences(
    [0, 1],
    'string',
    ([a = []]) => {
      const node = nodeOf(a);
      return [node !== undefined && 'prefix' in node && node.prefix !== '' ? `${node.prefix}:${node.name}` : nameOf(node)];
    },
    ofFocus,
  ),
  'local-name': onSequences([0, 1], 'string', ([a = []]) => [nameOf(nodeOf(a))], ofFocus),
  'namespace-uri': onSequences(
    [0, 1],
    'string',
    ([a = []]) => {
      const node = nodeOf(a);
      return [node !== undefined && 'namespace' in node ? node.namespace : ''];
    },
    ofFocus,
  ),
  QName: onSequences([2, 2], 'any', ([uri = [], name = []]) => [
    new QName(textOfArgument(uri), textOfArgument(name).replace(/^.*:/, '')),
  ]),
  'resolve-QName': onSequences([2, 2], 'any', ([name = [], element = []]) => resolved(name, element), { reads: false }),
  'local-name-from-QName': onSequences([1, 1], 'any', ([a = []]) => {
    const name = qnameOf(a);
    return name === undefined ? [] : [name.name];
  }),
  'namespace-uri-from-QName': onSequences([1, 1], 'any', ([a = []]) => {
    const name = qnameOf(a);
    return name === undefined ? [] : [name.namespace];
  }),
  doc: opening((uris, env) => {
    const item = atMostOne(uris, 'doc()');
    return item === undefined ? [] : [env.files.open(stringOf(item))];
  }),
  document: opening((uris, env) => [...new Set(uris.map((item) => env.files.open(stringOf(item))))]),
  'doc-available': {
    arity: [1, 1],
    make: (args) =>
      ofTest({ ...traitsOf(...args), constant: false }, (focus, env) => {
        const item = atMostOne(args[0]?.items(focus, env) ?? [], 'doc-available()');
        return item !== undefined && env.files.has(stringOf(item));
      }),
  },
};

/** A file that the rules name themselves is looked for once. */
function opening(open: (uris: Sequence, env: Environment) => Sequence): Definition {
  return {
    arity: [1, 1],
    make: (args) => {
      const [uri] = args;
      const constant = typeof uri?.literal === 'string';
      const items: Compiled['items'] = (focus, env) => open(uri?.items(focus, env) ?? [], env);
      return ofItems({ ...traitsOf(...args), kind: 'nodes', constant }, constant ? once(items) : items);
    },
  };
}

function nodeOf(sequence: Sequence): Node | undefined {
  const item = atMostOne(sequence, 'a function that takes one node');
  if (item === undefined || isNode(item)) return item;
  throw new Unevaluated('XPTY0004', 'a function that takes a node was given a value');
}

const nameOf = (node: Node | undefined): string => (node !== undefined && 'name' in node ? node.name : '');

function resolved(name: Sequence, element: Sequence): Sequence {
  if (name.length === 0) return [];
  const [prefix = '', local] = textOfArgument(name).trim().split(':');
  const node = nodeOf(element);
  if (node?.kind !== 'element') throw new Unevaluated('XPTY0004', 'resolve-QName() takes an element');
  const namespace = namespaceAt(node, local === undefined ? '' : prefix);
  if (namespace === undefined) throw new Unevaluated('FONS0004', 'a prefix in a value is not declared');
  return [new QName(namespace, local ?? prefix)];
}

function qnameOf(sequence: Sequence): QName | undefined {
  const item = atMostOne(sequence, 'a function that takes one name');
  if (item === undefined || item instanceof QName) return item;
  throw new Unevaluated('XPTY0004', 'a function that takes a qualified name was given another type');
}
