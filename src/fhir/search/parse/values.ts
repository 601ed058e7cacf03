/** The parts of a value at each separator that no backslash stands before; the backslashes stay. Source: FHIR R4 §3.1.1.4.6. */
export function splitAt(value: string, separator: ',' | '|' | '$'): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\') i += 1;
    else if (value[i] === separator) {
      parts.push(value.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(value.slice(from));
  return parts;
}

/** `\,` `\|` `\$` `\\` without the backslash; before anything else it stands for itself. */
export function unescaped(value: string): string {
  return value.includes('\\') ? value.replace(/\\([,|$\\])/g, '$1') : value;
}
