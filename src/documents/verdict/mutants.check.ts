import { readFileSync } from 'node:fs';

/** Test support: documents damaged in one place, as `spec/verdict/mutants.json` says, by a reader of tags of its own. */
export interface MutantCase {
  readonly name: string;
  /** What must find it, and where: a path below ClinicalDocument; nowhere in particular when null. */
  readonly rule: string;
  readonly at: string | null;
  /** Rules that may find it too. */
  readonly also?: readonly string[];
  readonly drop?: string;
  readonly double?: string;
  readonly unset?: string;
  readonly change?: string;
  /** What of the value is changed; all of it when absent. */
  readonly from?: string;
  readonly to?: string;
  /** The attribute takes this name. */
  readonly rename?: string;
  readonly replace?: string;
  /** Only a document of level 1 is damaged by it. */
  readonly n1?: true;
  /** No real document at hand has what is damaged, or has it where the case looks for it. */
  readonly sampleOnly?: true;
}

const spec = new URL('../../../spec/verdict/', import.meta.url);
export const { cases } = JSON.parse(readFileSync(new URL('mutants.json', spec), 'utf8')) as { cases: readonly MutantCase[] };

/** A document of level 3 with every participant; nothing is to be said against it. */
export const sample = readFileSync(new URL('sample.xml', spec), 'utf8');

/** The same as level 1, around the beginning of a PDF. */
export const sampleN1 = sample
  .replace('1.2.250.1.213.1.1.1.29', '1.3.6.1.4.1.19376.1.2.20')
  .replace(
    /<structuredBody>[\s\S]*<\/structuredBody>/,
    '<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0xLjQKJeLjz9MK</text></nonXMLBody>',
  );

interface Tag {
  readonly name: string;
  readonly parent: Tag | undefined;
  readonly start: number;
  readonly tagEnd: number;
  end: number;
  readonly children: Tag[];
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<\/(?:[\w.-]+:)?[\w.-]+\s*>|<(?:[\w.-]+:)?([\w.-]+)(?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*\/?>/g;

const known = new Map<string, Tag>();

/** The first ClinicalDocument of a text, by its tags alone; that of an undamaged text is kept, since many cases damage it. */
function documentOf(text: string, keep = false): Tag {
  const found = known.get(text);
  if (found !== undefined) return found;
  let open: Tag | undefined;
  let document: Tag | undefined;
  for (const { 0: all, 1: name, index } of text.matchAll(token)) {
    const after = index + all.length;
    if (name !== undefined) {
      const tag: Tag = { name, parent: open, start: index, tagEnd: after, end: after, children: [] };
      open?.children.push(tag);
      if (name === 'ClinicalDocument') document ??= tag;
      if (!all.endsWith('/>')) open = tag;
    } else if (all.startsWith('</') && open !== undefined) {
      open.end = after;
      open = open.parent;
    }
  }
  if (document === undefined) throw new Error('no ClinicalDocument');
  if (keep) known.set(text, document);
  return document;
}

const step = /^([\w.-]+)\[(?:(\d+)|position\(\)>(\d+)|@([\w-]+)='([^']*)'|not\(@([\w-]+)\))\]$/;

/** Elements at a path such as `recordTarget[1]/patientRole[1]/id[position()>0]`. */
function elementsAt(text: string, from: Tag, path: string): Tag[] {
  let found = [from];
  for (const one of path.split('/').filter((part) => part !== '')) {
    const [, name, position, after, attribute, value, without] = step.exec(one) ?? [];
    if (name === undefined) throw new Error(`${one} is no step of a path`);
    found = found.flatMap(({ children }) => {
      const named = children.filter((child) => child.name === name);
      if (position !== undefined) return named.slice(Number(position) - 1, Number(position));
      if (after !== undefined) return named.slice(Number(after));
      if (attribute !== undefined) return named.filter((child) => attributeIn(text, child, attribute)?.value === value);
      return named.filter((child) => attributeIn(text, child, without ?? '') === undefined);
    });
  }
  return found;
}

function attributeIn(text: string, { start, tagEnd }: Tag, name: string) {
  const m = new RegExp(`(\\s${name}\\s*=\\s*)(["'])(.*?)\\2`, 's').exec(text.slice(start, tagEnd));
  if (m === null) return undefined;
  const [all, before = '', , value = ''] = m;
  const from = start + m.index;
  return { from, to: from + all.length, valueFrom: from + before.length + 1, value };
}

/** The damaged text; undefined when the document has not what is to be damaged. */
export function mutated(text: string, one: MutantCase): string | undefined {
  if (one.replace !== undefined) return text.includes(one.replace) ? text.replace(one.replace, one.to ?? '') : undefined;
  const [elements, attribute] = (one.drop ?? one.double ?? one.unset ?? one.change ?? '').split(/\/?@(?=[\w-]+$)/);
  const tags = elementsAt(text, documentOf(text, true), elements ?? '');
  const [tag] = tags;
  if (tag === undefined) return undefined;
  if (one.drop !== undefined) return tags.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  if (one.double !== undefined) return `${text.slice(0, tag.end)}\n${text.slice(tag.start, tag.end)}${text.slice(tag.end)}`;
  if (attribute === undefined) return changed(text, one, tag.tagEnd, text.indexOf('<', tag.tagEnd));
  const found = attributeIn(text, tag, attribute);
  if (found === undefined) return undefined;
  if (one.unset !== undefined) return text.slice(0, found.from) + text.slice(found.to);
  if (one.rename !== undefined) return `${text.slice(0, found.from)} ${one.rename}="${one.to}"${text.slice(found.to)}`;
  return changed(text, one, found.valueFrom, found.valueFrom + found.value.length);
}

function changed(text: string, { from, to = '' }: MutantCase, start: number, end: number): string | undefined {
  const before = text.slice(start, end);
  const after = from === undefined ? to : before.replace(new RegExp(from), to);
  return after === before ? undefined : text.slice(0, start) + after + text.slice(end);
}

/** Where a finding must say that it lies: its XPath and the line of that element, counted here and not by the reader under test. */
export function placeIn(text: string, at: string): { readonly xpath: string; readonly line: number } {
  const document = documentOf(text);
  const [elements = '', attribute] = at.split(/\/?@(?=[\w-]+$)/);
  const [tag] = elementsAt(text, document, elements);
  if (tag === undefined) throw new Error(`${at} is not in the damaged document`);
  const path = [elements, attribute === undefined ? '' : `@${attribute}`].filter((part) => part !== '').join('/');
  return {
    xpath: `/${['ClinicalDocument', path].filter((part) => part !== '').join('/')}`,
    line: text.slice(0, tag.start).split('\n').length,
  };
}
