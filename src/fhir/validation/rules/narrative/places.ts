import type { XhtmlElement } from './xhtml.ts';

/** Where some elements must stand. Source: HTML 4.0 §11 tables, §10 lists, §13 maps: https://www.w3.org/TR/html4/. */
const parents: Readonly<Record<string, readonly string[]>> = {
  tr: ['table', 'thead', 'tbody', 'tfoot'],
  thead: ['table'],
  tbody: ['table'],
  tfoot: ['table'],
  caption: ['table'],
  colgroup: ['table'],
  col: ['table', 'colgroup'],
  td: ['tr'],
  th: ['tr'],
  li: ['ul', 'ol'],
  dt: ['dl'],
  dd: ['dl'],
  area: ['map'],
};

/** The elements of which one must be around this one, when none is. */
export function misplaced({ name, parent }: XhtmlElement): readonly string[] | undefined {
  const wanted = parents[name];
  return wanted === undefined || (parent !== undefined && wanted.includes(parent.name)) ? undefined : wanted;
}

/** An address that runs in the reader's browser. White space and control characters inside a scheme are dropped by browsers. */
export function isActive(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what hides a scheme
  return /^(?:javascript|vbscript|data:(?!image\/))/i.test(url.replace(/[\u0000-\u0020\u007f-\u009f]/g, ''));
}

/** A style that ran code in older browsers. */
export function isActiveStyle(style: string): boolean {
  return /expression\s*\(|javascript\s*:|-moz-binding|behavior\s*:/i.test(style.replace(/\\|\/\*.*?\*\//gs, ''));
}
