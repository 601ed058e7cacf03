import { afterSpace, endOfString, endOfValue } from './scan.ts';

const indent = '  ';

/**
 * The same JSON over several lines, two spaces a level, for a person to read: `_pretty=true`. Strings and numbers stay as they are
 * written. Source: FHIR R4 §3.1.0.1.11.
 *
 * In: text that JSON.parse accepts.
 */
export function pretty(text: string): string {
  let out = '';
  let line = '\n';
  for (let i = afterSpace(text, 0); i < text.length; i = afterSpace(text, i)) {
    const c = text[i];
    if (c === '{' || c === '[') {
      const next = afterSpace(text, i + 1);
      const empty = text[next] === '}' || text[next] === ']';
      if (!empty) line += indent;
      out += empty ? c + text[next] : c + line;
      i = empty ? next + 1 : i + 1;
    } else if (c === '}' || c === ']') {
      line = line.slice(0, -indent.length);
      out += line + c;
      i += 1;
    } else if (c === ',' || c === ':') {
      out += c === ',' ? c + line : ': ';
      i += 1;
    } else {
      const to = c === '"' ? endOfString(text, i) : endOfValue(text, i);
      // A character that begins no value: the text is not JSON, and the walk must still end.
      out += text.slice(i, Math.max(to, i + 1));
      i = Math.max(to, i + 1);
    }
  }
  return out;
}
