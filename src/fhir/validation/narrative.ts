import { brief } from './primitive.ts';
import { readXhtml, type XhtmlElement } from './rules/narrative/xhtml.ts';

/**
 * Invariants txt-1 and txt-2: well-formed XHTML of the elements and attributes that a narrative may have, which says something. Out: what
 * is wrong, as sentences. That it runs nothing is a rule of its own. Source: FHIR R4 §2.4.0.
 */
export function narrativeFaults(xhtml: string): string[] {
  const read = readXhtml(xhtml.trim());
  if (typeof read === 'string') return [`Malformed XHTML: ${read}`];
  const faults = read.elements.slice(0, most).flatMap(faultsOf);
  const [root] = read.elements;
  if (root?.name !== 'div') faults.push(`The narrative must be a div element, not ${brief(root?.name ?? '')}`);
  else if (root.attributes.get('xmlns') !== namespace)
    faults.push(`The div of the narrative must be in the namespace ${namespace}`);
  if (!textBehindTag.test(xhtml) && !read.elements.some(({ name }) => name === 'img'))
    faults.push("Constraint failed: txt-2: 'The narrative SHALL have some non-whitespace content'");
  return faults;
}

const textBehindTag = />\s*[^\s<]/;
/** Nobody reads more faults than the first elements have. */
const most = 10_000;
const namespace = 'http://www.w3.org/1999/xhtml';
const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Chapters 7 to 11 and 15 of HTML 4.0. */
const elements = words(
  'div p br h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo kbd code samp pre ' +
    'ul ol dl dt dd li sub sup ins del table caption colgroup col thead tbody tfoot tr th td img map area u s strike',
);
const attributes = words(
  'xmlns id class style title lang xml:lang dir accesskey tabindex href name src alt longdesc height width align valign char charoff ' +
    'abbr axis headers scope rowspan colspan span summary border frame rules cellpadding cellspacing bgcolor cite datetime usemap shape ' +
    'coords nohref start value type compact clear noshade size nowrap rel rev hreflang charset xml:space xml:id vspace hspace',
);

function faultsOf(element: XhtmlElement): string[] {
  const faults = elements.has(element.name) ? [] : [`Invalid element name in the XHTML ('${brief(element.name)}')`];
  for (const name of element.attributes.keys())
    if (!attributes.has(name)) faults.push(`Invalid attribute name in the XHTML ('${brief(name)}' on '${brief(element.name)}')`);
  return faults;
}
