import { mostAddresses } from './limits.ts';
import { quotedAt } from './parameters.ts';
import type { MailAddress } from './parsed.ts';
import { decodedWords } from './words.ts';

/** An address as it is written: encoded words stay encoded, quotes are read. */
export interface WrittenAddress {
  readonly is: 'address';
  readonly name: string;
  /** Obsolete source route, `@a,@b`: RFC 5322 §4.4. */
  readonly route: string;
  readonly local: string;
  readonly host: string;
}

export type Written = WrittenAddress | { readonly is: 'group'; readonly name: string } | { readonly is: 'end' };

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** One list of addresses (RFC 5322 §3.4, §4.4): groups, comments, quoted names, routes. What cannot be one is left out. At most 1,000. */
export function writtenAddresses(text: string): readonly Written[] {
  return new AddressReader(text).all();
}

class AddressReader {
  readonly #text: string;
  #at = 0;
  #words: Word[] = [];
  #angle: string | undefined;
  #comment = '';
  #inGroup = false;
  readonly #found: Written[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly Written[] {
    while (this.#at < this.#text.length && this.#found.length < mostAddresses) this.#step();
    this.#finish();
    if (this.#inGroup) this.#found.push({ is: 'end' });
    return this.#found;
  }

  #step(): void {
    switch (this.#text[this.#at]) {
      case '"':
        this.#words.push({ text: this.#quoted(), quoted: true });
        break;
      case '(':
        this.#comment = this.#parenthesised();
        break;
      case '<':
        this.#angle = this.#angled();
        break;
      case ',':
        this.#at += 1;
        this.#finish();
        break;
      case ';':
        this.#at += 1;
        this.#finish();
        if (this.#inGroup) this.#found.push({ is: 'end' });
        this.#inGroup = false;
        break;
      case ':':
        this.#at += 1;
        this.#group();
        break;
      case ' ':
      case '\t':
      case '\r':
      case '\n':
        this.#at += 1;
        break;
      default:
        this.#atom();
    }
  }

  #group(): void {
    // A second name before the first group ended: the list is broken, its addresses are still read.
    if (this.#inGroup) this.#found.push({ is: 'end' });
    this.#found.push({ is: 'group', name: this.#phrase() });
    this.#inGroup = true;
    this.#words = [];
    this.#comment = '';
  }

  #atom(): void {
    const from = this.#at;
    let at = from;
    while (at < this.#text.length && !'"(<,;: \t\r\n'.includes(this.#text[at] ?? '')) at += 1;
    this.#at = at;
    this.#words.push({ text: this.#text.slice(from, at), quoted: false });
  }

  #quoted(): string {
    const [inside, after] = quotedAt(this.#text, this.#at);
    this.#at = after;
    return inside;
  }

  #parenthesised(): string {
    let depth = 0;
    let out = '';
    let at = this.#at;
    for (; at < this.#text.length; at += 1) {
      const c = this.#text[at] ?? '';
      if (c === '\\') {
        at += 1;
        out += this.#text[at] ?? '';
      } else if (c === ')' && depth === 1) break;
      else {
        if (c === '(') depth += 1;
        if (c === ')') depth -= 1;
        if (c !== '(' || depth > 1) out += c;
      }
    }
    this.#at = at + 1;
    return out.trim();
  }

  #angled(): string {
    let quoted = false;
    let at = this.#at + 1;
    const from = at;
    for (; at < this.#text.length; at += 1) {
      const c = this.#text[at];
      if (c === '\\' && quoted) at += 1;
      else if (c === '"') quoted = !quoted;
      else if (c === '>' && !quoted) break;
    }
    this.#at = at + 1;
    return this.#text.slice(from, at);
  }

  #phrase(): string {
    return this.#words.map((word) => word.text).join(' ');
  }

  #finish(): void {
    if (this.#angle !== undefined) this.#found.push(specOf(this.#angle, this.#phrase() || this.#comment));
    else if (this.#words.length > 0) this.#found.push(bare(this.#words, this.#comment));
    this.#words = [];
    this.#angle = undefined;
    this.#comment = '';
  }
}

/** `local@host` without angle brackets: white space around `.` and `@` is allowed in old messages. */
function bare(words: readonly Word[], comment: string): WrittenAddress {
  const at = words.findLastIndex((word) => !word.quoted && word.text.includes('@'));
  if (at < 0) return { is: 'address', name: comment, route: '', local: words.map((w) => w.text).join(' '), host: '' };
  const word = words[at]?.text ?? '';
  const cut = word.lastIndexOf('@');
  const before = words.slice(0, at).map((w) => w.text);
  return {
    is: 'address',
    name: comment,
    route: '',
    local: [...before, word.slice(0, cut)].join(''),
    host: [word.slice(cut + 1), ...words.slice(at + 1).map((w) => w.text)].join(''),
  };
}

function specOf(angle: string, name: string): WrittenAddress {
  const clean = angle.trim();
  const colon = clean.startsWith('@') ? clean.indexOf(':') : -1;
  const route = colon < 0 ? '' : clean.slice(0, colon).replace(/\s/g, '');
  const spec = colon < 0 ? clean : clean.slice(colon + 1);
  const cut = spec.lastIndexOf('@');
  const local = cut < 0 ? spec : spec.slice(0, cut);
  return { is: 'address', name, route, local: unquoted(local.trim()), host: cut < 0 ? '' : spec.slice(cut + 1).trim() };
}

const unquoted = (text: string): string =>
  text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;

/** Of a person's name, characters. */
const mostName = 300;

/** The addresses of a list, decoded, those of its groups among them; at most 1,000. */
export function mailAddresses(written: readonly Written[]): readonly MailAddress[] {
  const out: MailAddress[] = [];
  for (const one of written) {
    if (one.is !== 'address' || (one.local === '' && one.host === '')) continue;
    const address = (one.host === '' ? one.local : `${one.local}@${one.host}`).replace(/\p{Cc}/gu, '');
    out.push({ name: decodedWords(one.name).trim().slice(0, mostName).toWellFormed(), address: address.toLowerCase() });
  }
  return out;
}
