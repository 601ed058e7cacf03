import { Cursor } from './cursor.ts';
import { CommentNode, ElementNode, InstructionNode, TextNode, type XmlNode } from './nodes.ts';
import { hasDoctype, limits, tooDeep } from './refusals.ts';
import { noScope, type Scope } from './scope.ts';
import { readTag } from './tag.ts';

/** One pass over the text, with a stack of its own instead of recursion. Used once, by `read.ts`. */
export class Scanner extends Cursor {
  readonly top: XmlNode[] = [];
  readonly elements: ElementNode[] = [];
  #open: ElementNode | undefined;
  readonly #tags: string[] = [];
  readonly #scopes: Scope[] = [];
  readonly #hasSectionEnd: boolean;

  constructor(text: string, start: number) {
    super(text, start);
    this.#hasSectionEnd = text.includes(']]>');
  }

  scan(): void {
    const { text } = this;
    while (this.at < text.length) {
      const next = text.indexOf('<', this.at);
      if (next !== this.at) this.#characters(next < 0 ? text.length : next);
      if (next < 0) break;
      const c = text.charCodeAt(next + 1);
      if (c === 0x2f) this.#closeTag();
      else if (c === 0x21) this.#declaration();
      else if (c === 0x3f) this.#instruction();
      else this.#openTag();
    }
  }

  /** Refuses what ends too early; asked after `scan`. */
  refuseOpen(): void {
    if (this.#open !== undefined) throw this.fault('un élément n’est pas fermé', 'an element is not closed');
    if (this.elements.length === 0) throw this.fault('il n’y a pas d’élément', 'there is no element');
  }

  #openTag(): void {
    if (this.#open === undefined && this.elements.length > 0)
      throw this.fault('il y a plus d’une racine', 'there is more than one root');
    if (this.#tags.length >= limits.depth) throw tooDeep();
    const from = this.at;
    this.at = from + 1;
    const written = this.name();
    const tag = readTag(this, this.#scopes.at(-1) ?? noScope);
    const name = this.qname(written);
    const namespace = name.prefix === '' ? tag.scope.unprefixed : tag.scope.namespaceOf(name.prefix);
    if (namespace === undefined || name.prefix === 'xmlns')
      throw this.fault('un préfixe n’est pas déclaré', 'a prefix is not declared', from);
    const element = new ElementNode(this.lines, from, name, namespace, tag.scope, this.#open, this.nextOrder());
    tag.attach(element);
    this.#siblings().push(element);
    this.elements.push(element);
    if (tag.empty) return;
    this.#open = element;
    this.#tags.push(written);
    this.#scopes.push(tag.scope);
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
    this.#scopes.pop();
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
    const before = parent.children.at(-1);
    if (before instanceof TextNode) before.value += value;
    else if (value !== '') parent.children.push(new TextNode(this.lines, from, value, parent, this.nextOrder()));
  }

  #declaration(): void {
    const { text, at: from } = this;
    if (text.startsWith('<!--', from)) {
      const end = this.until('--', from + 4);
      if (text.charCodeAt(end + 2) !== 0x3e) throw this.fault('un « -- » dans un commentaire', 'a "--" inside a comment', end);
      this.#siblings().push(new CommentNode(this.lines, from, text.slice(from + 4, end), this.#open, this.nextOrder()));
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
    this.#siblings().push(new InstructionNode(this.lines, from, target, value, this.#open, this.nextOrder()));
    this.at = end + 2;
  }

  #siblings(): XmlNode[] {
    return this.#open?.children ?? this.top;
  }
}
