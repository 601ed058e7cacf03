import { Cursor } from './cursor.ts';
import { CommentNode, ElementNode, InstructionNode, TextNode, type XmlNode } from './nodes.ts';
import { hasDoctype, limits, tooDeep } from './refusals.ts';
import { noScope } from './scope.ts';
import { attributesOf, readTag, Tag } from './tag.ts';

/** One pass over the text, in one go or several, with a stack of its own instead of recursion. Used for one reading. */
export class Scanner extends Cursor {
  readonly elements: ElementNode[] = [];
  #open: ElementNode | undefined;
  /**
   * The nodes whose parent is still open, those of the outermost first: each element takes its own when it ends, in a list that is just as long
   * as it needs. A list that grows is made for sixteen, and most have one.
   */
  readonly #waiting: XmlNode[] = [];
  #count = 0;
  /** Where the children of each open element begin. */
  readonly #begins: number[] = [];
  readonly #tag = new Tag();
  readonly #tags: string[] = [];
  readonly #hasSectionEnd: boolean;

  constructor(text: string, start: number, mostNodes: number) {
    super(text, start, mostNodes);
    this.#hasSectionEnd = text.includes(']]>');
  }

  /** Reads on over so many tags. Answers whether that was the last of the text. */
  scan(tags: number): boolean {
    const { text } = this;
    for (let left = tags; this.at < text.length; left--) {
      if (left === 0) return false;
      const next = text.indexOf('<', this.at);
      if (next !== this.at) this.#characters(next < 0 ? text.length : next);
      if (next < 0) break;
      const c = text.charCodeAt(next + 1);
      if (c === 0x2f) this.#closeTag();
      else if (c === 0x21) this.#declaration();
      else if (c === 0x3f) this.#instruction();
      else this.#openTag();
    }
    return true;
  }

  /** Refuses what ends too early; asked after the last `scan`. */
  refuseOpen(): void {
    if (this.#open !== undefined) throw this.fault('un élément n’est pas fermé', 'an element is not closed');
    if (this.elements.length === 0) throw this.fault('il n’y a pas d’élément', 'there is no element');
  }

  /** Gives the elements that are still open what they hold so far, as if they ended here. */
  endOpen(): void {
    while (this.#open !== undefined) this.#endElement();
  }

  /** What stands at the top, once all is read. */
  get top(): readonly XmlNode[] {
    return this.#waiting.slice(0, this.#count);
  }

  #add(node: XmlNode): void {
    this.#waiting[this.#count++] = node;
  }

  #openTag(): void {
    if (this.#open === undefined && this.elements.length > 0)
      throw this.fault('il y a plus d’une racine', 'there is more than one root');
    if (this.#tags.length >= limits.depth) throw tooDeep();
    const from = this.at;
    this.at = from + 1;
    const written = this.name();
    const tag = this.#tag;
    readTag(this, tag, this.#open?.scope ?? noScope);
    const name = this.qname(written);
    const { scope } = tag;
    const namespace = name.prefix === '' ? scope.unprefixed : scope.namespaceOf(name.prefix);
    if (namespace === undefined || name.prefix === 'xmlns')
      throw this.fault('un préfixe n’est pas déclaré', 'a prefix is not declared', from);
    const element = new ElementNode(this.lines, from, name, namespace, scope, this.#open, this.nextOrder());
    if (tag.count > 0) element.attributes = attributesOf(this, element, tag);
    this.#add(element);
    this.elements.push(element);
    if (tag.empty) return;
    this.#open = element;
    this.#tags.push(written);
    this.#begins.push(this.#count);
  }

  #closeTag(): void {
    const expected = this.#tags.pop();
    const end = this.at + 2 + (expected?.length ?? 0);
    if (expected === undefined || !this.text.startsWith(expected, this.at + 2))
      throw this.fault(
        'une balise ferme un autre élément que celui qui est ouvert',
        'a tag closes another element than the open one',
      );
    this.at = this.skipSpaces(end);
    if (this.text.charCodeAt(this.at) !== 0x3e) throw this.fault('une balise de fin est incorrecte', 'an end tag is wrong');
    this.at++;
    this.#endElement();
  }

  #endElement(): void {
    const from = this.#begins.pop() ?? 0;
    if (this.#open !== undefined && this.#count > from) this.#open.children = this.#waiting.slice(from, this.#count);
    this.#count = from;
    this.#open = this.#open?.parent;
  }

  #characters(end: number): void {
    const from = this.at;
    const value = this.plain(from, end);
    if (this.#hasSectionEnd && this.text.slice(from, end).includes(']]>'))
      throw this.fault('un « ]]> » dans le texte', 'a "]]>" in the text');
    this.at = end;
    // What stands outside the root is checked as it is written: a reference to a space is no space there.
    if (this.#open === undefined) {
      if (!/^[ \t\n]*$/.test(this.text.slice(from, end)))
        throw this.fault('du texte hors de la racine', 'text outside the root', from);
    } else this.#addText(from, value);
  }

  #addText(from: number, value: string): void {
    const parent = this.#open;
    if (parent === undefined) throw this.fault('du texte hors de la racine', 'text outside the root', from);
    const before = this.#count > (this.#begins.at(-1) ?? 0) ? this.#waiting[this.#count - 1] : undefined;
    if (before instanceof TextNode) before.value += value;
    else if (value !== '') this.#add(new TextNode(this.lines, from, value, parent, this.nextOrder()));
  }

  #declaration(): void {
    const { text, at: from } = this;
    if (text.startsWith('<!--', from)) {
      const end = this.until('--', from + 4);
      if (text.charCodeAt(end + 2) !== 0x3e) throw this.fault('un « -- » dans un commentaire', 'a "--" inside a comment', end);
      this.#add(new CommentNode(this.lines, from, text.slice(from + 4, end), this.#open, this.nextOrder()));
      this.at = end + 3;
    } else if (text.startsWith('<![CDATA[', from)) {
      const end = this.until(']]>', from + 9);
      this.#addText(from, text.slice(from + 9, end));
      this.at = end + 3;
    } else if (/^<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text.slice(from, from + 12))) throw hasDoctype();
    else throw this.fault('une déclaration est incorrecte', 'a declaration is wrong');
  }

  #instruction(): void {
    const from = this.at;
    this.at = from + 2;
    const target = this.name();
    if (/^xml$/i.test(target) || this.qname(target).prefix !== '')
      throw this.fault('une instruction de traitement est incorrecte', 'a processing instruction is wrong', from);
    const end = this.until('?>', this.at);
    const start = this.skipSpaces(this.at);
    if (start === this.at && end !== this.at)
      throw this.fault('une instruction de traitement est incorrecte', 'a processing instruction is wrong', from);
    const value = this.text.slice(Math.min(start, end), end);
    this.#add(new InstructionNode(this.lines, from, target, value, this.#open, this.nextOrder()));
    this.at = end + 2;
  }
}
