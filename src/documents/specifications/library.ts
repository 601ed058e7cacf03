import type { Files } from './bundle.ts';
import { isEntrySchema, isEntrySchematron, isListFile, listsIn } from './kinds.ts';

/** The files of all loaded packages, as schemas and schematrons name them. */
export interface Library {
  /** Whole paths, `n/path in the package`, the package loaded last first. */
  readonly schemas: readonly string[];
  readonly schematrons: readonly string[];
  /**
   * A file by its whole path, or as another file names it. The packages of the CI-SIS were written where cases are not told apart, and
   * name files from a folder that is not their own: what does not stand at the path is looked for by the end of it (two names at
   * least), in the same package first, then in the others from the last loaded. A file `jeuxDeValeurs/NAME.xml` that stands nowhere is
   * made from the list of that name in a JSON file of lists, and `voc-OID-DYNAMIC.xml` from the list with that OID.
   */
  read(path: string): Uint8Array | undefined;
}

/** `packages`: the last one loaded at the end. */
export function libraryOf(packages: readonly Files[]): Library {
  const exact = new Map<string, Uint8Array>();
  const bySuffix = new Map<string, Uint8Array>();
  const lists = new Map<string, () => Uint8Array>();
  const schemas: string[] = [];
  const schematrons: string[] = [];
  for (const [n, files] of [...packages.entries()].reverse())
    for (const [path, content] of files) {
      const whole = `${n}/${path}`;
      setNew(exact, whole.toLowerCase(), content);
      for (const suffix of suffixesOf(path.toLowerCase())) {
        setNew(bySuffix, `${n}/…/${suffix}`, content);
        setNew(bySuffix, suffix, content);
      }
      if (isEntrySchema(path, content)) schemas.push(whole);
      if (isEntrySchematron(path, content)) schematrons.push(whole);
      if (/\.json$/i.test(path)) for (const [name, make] of madeFrom(content)) setNew(lists, name, make);
      else if (isListFile(path, content)) for (const [name, make] of vocabularyOf(content)) setNew(lists, name, make);
    }
  const read = (path: string): Uint8Array | undefined => {
    const sought = path.replace(/^(\.\.\/)+/, '').toLowerCase();
    const found = exact.get(sought);
    if (found !== undefined) return found;
    const own = /^(\d+)\//.exec(path)?.[1];
    const rest = own === undefined ? sought : sought.slice(own.length + 1);
    const suffixes = [rest, ...suffixesOf(rest)];
    for (const suffix of suffixes) {
      const there = bySuffix.get(`${own}/…/${suffix}`) ?? bySuffix.get(suffix);
      if (there !== undefined) return there;
    }
    return lists.get(rest.slice(rest.lastIndexOf('/') + 1))?.();
  };
  // Beside the CDA of HL7 the ANS has one with the extensions of France and IHE: that is the one.
  const rank = (path: string): number => Number(path.split('/')[0]) * 2 + Number(/extended/i.test(path));
  schemas.sort((a, b) => rank(b) - rank(a));
  return { schemas, schematrons, read };
}

function setNew<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}

/** `a/b/c.sch` gives itself and `b/c.sch`: a bare file name is no place. */
function suffixesOf(path: string): readonly string[] {
  const parts = path.split('/');
  return Array.from({ length: Math.max(parts.length - 1, 0) }, (_, from) => parts.slice(from).join('/'));
}

type Made = readonly (readonly [string, () => Uint8Array])[];

function madeFrom(json: Uint8Array): Made {
  return Object.entries(listsIn(json) ?? {}).flatMap(([name, { oid, concepts }]) => {
    const rows = (element: string): string =>
      concepts
        .map(([code = '', system = '']) => `<${element} code="${escaped(code)}" codeSystem="${escaped(system)}"/>`)
        .join('');
    return filesOfList(name, oid, rows);
  });
}

/** An SVS list is there under its own name; what is made of it is the vocabulary of its OID. */
function vocabularyOf(svs: Uint8Array): Made {
  const text = Buffer.from(svs).toString('utf8');
  const oid = /<(?:\w+:)?ValueSet\s[^>]*\bid\s*=\s*["']([\d.]+)["']/.exec(text)?.[1];
  if (oid === undefined) return [];
  const rows = (): string =>
    [...text.matchAll(/<(?:\w+:)?[cC]oncept\s([^>]*?)\/?>/g)]
      .map(([, attributes = '']) => `<concept ${attributes.replace(/[^"'\s]*:[\w.-]+\s*=\s*("[^"]*"|'[^']*')/g, '')}/>`)
      .join('');
  return filesOfList(undefined, oid, rows);
}

function filesOfList(name: string | undefined, oid: string | undefined, rows: (element: string) => string): Made {
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const list = [`${name}.xml`.toLowerCase(), () => bytes(`<v xmlns="urn:ihe:iti:svs:2008">${rows('Concept')}</v>`)] as const;
  const vocabulary = (): Uint8Array =>
    bytes(`<valueSets><valueSet><conceptList>${rows('concept')}</conceptList></valueSet></valueSets>`);
  const named = name === undefined ? [] : [list];
  return oid === undefined ? named : [...named, [`voc-${oid}-dynamic.xml`, vocabulary] as const];
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
