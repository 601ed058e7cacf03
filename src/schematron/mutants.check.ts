import { type Edit, type Part, partsOf, type Written } from './written.check.ts';

/** Test support: ways to make a document wrong, or other than it was. Each is given a part of the document it may change. */
export interface Mutation {
  readonly name: string;
  /** What is put for which stretch of the text; undefined where this part cannot be changed so. */
  change(part: Part, written: Written, pick: (below: number) => number): Edit | undefined;
}

export interface Mutant {
  /** What was done, and where in the text. */
  readonly done: readonly string[];
  readonly text: string;
}

/** Elements of the narrative: many, and few rules speak of them. */
const narrative =
  /^(text|table|thead|tbody|tr|td|th|col|colgroup|list|item|paragraph|content|caption|br|linkHtml|renderMultiMedia)$/;

/** A mutant of a text, always the same for the same seed: so many changes, at places that chance gives and that do not overlap. */
export function mutantOf(text: string, seed: number, changes: number): Mutant {
  const written = partsOf(text);
  const structured = written.parts.filter(({ name }) => !narrative.test(name));
  const next = chance(seed);
  const pick = (below: number) => Math.floor(next() * below);
  const edits: { readonly edit: Edit; readonly name: string }[] = [];
  for (let tries = 0; edits.length < changes && tries < changes * 100; tries++) {
    const mutation = mutations[(seed + edits.length + Math.floor(tries / 20)) % mutations.length];
    const among = pick(8) === 0 ? written.parts : structured;
    const part = among[pick(among.length)];
    // What holds half of the document is left as it is.
    if (part === undefined || mutation === undefined || part.to - part.from > text.length / 2) continue;
    const edit = mutation.change(part, written, pick);
    if (edit === undefined || edits.some(({ edit: other }) => edit.from <= other.to && other.from <= edit.to)) continue;
    edits.push({ edit, name: mutation.name });
  }
  edits.sort((a, b) => b.edit.from - a.edit.from);
  const changed = edits.reduce((whole, { edit }) => whole.slice(0, edit.from) + edit.by + whole.slice(edit.to), text);
  return { done: edits.map(({ edit, name }) => `${name} at ${edit.from}`), text: changed };
}

/** mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const all = (part: Part, by: string): Edit => ({ from: part.from, to: part.to, by });
const named = (names: RegExp, change: Mutation['change']): Mutation['change'] => {
  return (part, written, pick) => (names.test(part.name) ? change(part, written, pick) : undefined);
};

/** A new value for an attribute, from the one it has. */
function valued(
  attribute: string,
  by: (value: string, written: Written, pick: (below: number) => number) => string,
): Mutation['change'] {
  return (part, written, pick) => {
    const found = part.attributes.get(attribute);
    return found === undefined ? undefined : { from: found.from, to: found.to, by: by(found.value, written, pick) };
  };
}

function without(...attributes: readonly string[]): Mutation['change'] {
  return (part, _, pick) => {
    const mine = [...part.attributes].filter(([name]) => attributes.length === 0 || attributes.includes(name));
    const [, found] = mine[pick(mine.length)] ?? [];
    return found === undefined ? undefined : { from: found.start, to: found.to + 1, by: '' };
  };
}

const withAttribute =
  (written: string): Mutation['change'] =>
  (part) => {
    const at = part.from + 1 + part.tag.length;
    return part.attributes.has(written.split('=', 1)[0] ?? '') ? undefined : { from: at, to: at, by: ` ${written}` };
  };
const drop: Mutation['change'] = (part) => all(part, '');
const content =
  (by: (inside: string) => string): Mutation['change'] =>
  (part, { text }) =>
    part.inside === undefined ? undefined : { ...part.inside, by: by(text.slice(part.inside.from, part.inside.to)) };
const otherOf = (attribute: string): Mutation['change'] =>
  valued(attribute, (value, { parts }, pick) => {
    const others = parts.flatMap(({ attributes }) => attributes.get(attribute)?.value ?? []);
    return others[pick(others.length)] ?? value;
  });

export const mutations: readonly Mutation[] = [
  { name: 'an element dropped', change: drop },
  {
    name: 'a participant dropped',
    change: named(
      /^(author|custodian|recordTarget|legalAuthenticator|authenticator|informant|participant|informationRecipient|dataEnterer)$/,
      drop,
    ),
  },
  { name: 'a template dropped', change: named(/^templateId$/, drop) },
  {
    name: 'a wrong template',
    change: named(
      /^templateId$/,
      valued('root', (root) => `${root}9`),
    ),
  },
  { name: 'the template of another', change: named(/^templateId$/, otherOf('root')) },
  { name: 'a code outside its list', change: valued('code', () => 'zz-9') },
  { name: 'the code of another', change: otherOf('code') },
  {
    name: 'a code in capitals',
    change: valued('code', (code) => (code === code.toUpperCase() ? code.toLowerCase() : code.toUpperCase())),
  },
  { name: 'a wrong code system', change: valued('codeSystem', (oid) => `${oid}.1`) },
  { name: 'the code system of another', change: otherOf('codeSystem') },
  { name: 'no code system', change: without('codeSystem') },
  { name: 'no label', change: without('displayName') },
  { name: 'another label', change: valued('displayName', () => 'Autre libellé \u{1f600}') },
  { name: 'a date cut short', change: valued('value', (value, _, pick) => value.slice(0, pick(value.length + 1))) },
  {
    name: 'a date that is none',
    change: named(
      /[tT]ime$|^low$|^high$/,
      valued('value', () => '20239931'),
    ),
  },
  { name: 'a date written otherwise', change: valued('value', (value) => value.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')) },
  { name: 'nullFlavor beside all else', change: withAttribute('nullFlavor="UNK"') },
  { name: 'a nullFlavor that is none', change: withAttribute('nullFlavor="ZZZ"') },
  { name: 'nullFlavor for all else', change: (part) => all(part, `<${part.tag} nullFlavor="NA"/>`) },
  { name: 'another nullFlavor', change: valued('nullFlavor', () => 'MSK') },
  { name: 'an element twice', change: (part, { text }) => all(part, text.slice(part.from, part.to).repeat(2)) },
  { name: 'an element emptied', change: content(() => '') },
  { name: 'white space in an element', change: content((inside) => `\n\t ${inside} \r\n`) },
  {
    name: 'two siblings the other way round',
    change: (part, { text }) => {
      const after = part.next;
      if (after === undefined) return undefined;
      const between = text.slice(part.to, after.from);
      return { from: part.from, to: after.to, by: text.slice(after.from, after.to) + between + text.slice(part.from, part.to) };
    },
  },
  { name: 'another type', change: valued('xsi:type', (type) => (type === 'CD' ? 'ST' : 'CD')) },
  { name: 'no type', change: without('xsi:type') },
  { name: 'a type whose prefix is not declared', change: valued('xsi:type', (type) => `undeclared:${type}`) },
  { name: 'an element misspelt', change: (part, { text }) => renamed(part, text, `${part.tag}x`) },
  { name: 'an element of another namespace', change: withAttribute('xmlns="urn:other"') },
  { name: 'the same namespace by a prefix', change: (part, { text }) => inPrefix(part, text) },
  { name: 'no extension', change: without('extension') },
  { name: 'an extension that is empty', change: valued('extension', () => '') },
  { name: 'a root that is no OID', change: valued('root', () => '1.02.abc') },
  { name: 'an attribute dropped', change: without() },
  {
    name: 'an attribute emptied',
    change: (part, _, pick) => {
      const found = [...part.attributes.values()][pick(part.attributes.size)];
      return found === undefined ? undefined : { from: found.from, to: found.to, by: '' };
    },
  },
  {
    name: 'spaces around a value',
    change: (part, _, pick) => {
      const found = [...part.attributes.values()][pick(part.attributes.size)];
      return found === undefined ? undefined : { from: found.from, to: found.to, by: ` ${found.value}\t` };
    },
  },
  { name: 'an attribute that nobody knows', change: withAttribute('unknown="1"') },
  {
    name: 'a text for a number',
    change: named(
      /^(value|low|high|quantity)$/,
      valued('value', () => 'beaucoup'),
    ),
  },
  { name: 'another unit', change: valued('unit', () => 'furlong') },
  { name: 'no unit', change: without('unit') },
  { name: 'another class', change: valued('classCode', (code) => (code === 'OBS' ? 'ACT' : 'OBS')) },
  { name: 'another mood', change: valued('moodCode', (code) => (code === 'EVN' ? 'INT' : 'EVN')) },
  { name: 'another relation', change: valued('typeCode', (code) => (code === 'COMP' ? 'SUBJ' : 'COMP')) },
  {
    name: 'another status',
    change: named(
      /^statusCode$/,
      valued('code', (code) => (code === 'completed' ? 'active' : 'completed')),
    ),
  },
  {
    name: 'another language',
    change: named(
      /^languageCode$/,
      valued('code', () => 'en'),
    ),
  },
  { name: 'negated', change: withAttribute('negationInd="true"') },
  { name: 'no longer negated', change: without('negationInd', 'inversionInd', 'determinerCode') },
  { name: 'a comment and an instruction inside', change: content((inside) => `<!-- c --><?pi x?>${inside}`) },
  {
    name: 'a reference to nothing',
    change: named(
      /^reference$/,
      valued('value', () => '#nowhere'),
    ),
  },
  {
    name: 'a telephone that is none',
    change: named(
      /^telecom$/,
      valued('value', () => '0102030405'),
    ),
  },
  { name: 'use of an address dropped', change: without('use') },
];

function renamed(part: Part, text: string, tag: string): Edit {
  const opened = `<${tag}${text.slice(part.from + 1 + part.tag.length, part.inside?.from ?? part.to)}`;
  return all(part, part.inside === undefined ? opened : `${opened}${text.slice(part.inside.from, part.inside.to)}</${tag}>`);
}

function inPrefix(part: Part, text: string): Edit | undefined {
  if (part.tag.includes(':') || part.attributes.has('xmlns:other')) return undefined;
  const { by, ...where } = renamed(part, text, `other:${part.tag}`);
  return { ...where, by: by.replace(part.tag, `${part.tag} xmlns:other="urn:hl7-org:v3"`) };
}
