/** Splits a value at a separator that no backslash precedes; the pieces keep their backslashes. Source: FHIR R4 §3.1.1.4.19. */
export function splitAt(separator: ',' | '$' | '|', text: string): readonly string[] {
  const pieces = [''];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === separator) pieces.push('');
    else {
      const length = text[i] === '\\' ? 2 : 1;
      pieces[pieces.length - 1] += text.slice(i, i + length);
      i += length - 1;
    }
  }
  return pieces;
}

/** The text that a value with escapes means. */
export function unescaped(text: string): string {
  return text.replace(/\\([\\,$|])/g, '$1');
}
