const tag = /<(\/?)([A-Za-z]\w*)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g;
const attribute = /\s([\w:]+)="([^"]*)"/g;

interface Element {
  readonly name: string;
  readonly start: number;
  readonly tagEnd: number;
  end: number;
}

/**
 * Test support: the document with each element of its header left out, doubled, said to be unknown, and each of their attributes left out,
 * wrong, empty; one damage a text.
 */
export function* everyDamage(document: string): Iterable<{ readonly what: string; readonly text: string }> {
  const put = (start: number, end: number, instead: string): string => document.slice(0, start) + instead + document.slice(end);
  for (const { name, start, tagEnd, end } of headerElements(document)) {
    const place = `${name} of line ${document.slice(0, start).split('\n').length}`;
    yield { what: `${place} left out`, text: put(start, end, '') };
    yield { what: `${place} doubled`, text: put(end, end, document.slice(start, end)) };
    yield { what: `${place} unknown`, text: put(start, end, `<${name} nullFlavor="UNK"/>`) };
    for (const { 0: all, 1: word, index } of document.slice(start, tagEnd).matchAll(attribute)) {
      const [from, to] = [start + index, start + index + all.length];
      yield { what: `${word} of ${place} left out`, text: put(from, to, '') };
      yield { what: `${word} of ${place} wrong`, text: put(from, to, ` ${word}="Q#Q"`) };
      yield { what: `${word} of ${place} empty`, text: put(from, to, ` ${word}=""`) };
    }
  }
}

function headerElements(document: string): Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  for (const { 0: all, 1: closing, 2: name = '', 4: empty, index } of document.matchAll(tag)) {
    const end = index + all.length;
    if (closing === '/') {
      const closed = open.pop();
      if (closed !== undefined) closed.end = end;
      continue;
    }
    const element = { name, start: index, tagEnd: end, end };
    elements.push(element);
    if (empty !== '/') open.push(element);
  }
  const [, ...below] = elements;
  const body = document.indexOf('<component>');
  return below.filter(({ start }) => start < body);
}
