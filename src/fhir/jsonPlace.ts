const space = /[ \t\n\r]*/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text that JSON.parse refused stops being JSON: the offset of the first character that cannot stand there, the text's length
 * when it ends too early. JSON.parse tells it only sometimes, and otherwise quotes the text. Source: RFC 8259.
 *
 * In: a text of bounded depth; it recurses.
 */
export function placeOfFault(text: string): number {
  let at = 0;
  const skip = (shape: RegExp): boolean => {
    shape.lastIndex = at;
    const found = shape.test(text);
    if (found) at = shape.lastIndex;
    return found;
  };
  /** A loop and not one expression: a string may hold millions of characters. The fault of a string is told where it begins. */
  const string = (): boolean => {
    const start = at;
    if (text[at] !== '"') return false;
    for (at += 1; at < text.length; ) {
      const c = text.charCodeAt(at);
      if (c === 34) {
        at += 1;
        return true;
      }
      if (c < 32 || (c === 92 && !skip(escaped))) break;
      if (c !== 92) at += 1;
    }
    at = start;
    return false;
  };
  const take = (character: string): boolean => {
    skip(space);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  const list = (close: string, item: () => boolean): boolean => {
    if (take(close)) return true;
    do if (!item()) return false;
    while (take(','));
    return take(close);
  };
  const member = (): boolean => {
    skip(space);
    return string() && take(':') && value();
  };
  const value = (): boolean => {
    if (take('{')) return list('}', member);
    if (take('[')) return list(']', value);
    return text[at] === '"' ? string() : skip(scalar);
  };
  if (value()) skip(space);
  return at;
}

/** `line 3, column 14`, both from 1. */
export function lineAndColumn(text: string, at: number): string {
  const before = text.slice(0, at);
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}
