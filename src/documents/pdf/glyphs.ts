/** The part of Windows-1252 above ASCII that is not Latin-1. */
const windows1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const replaced: Readonly<Record<string, string>> = { '\u202F': '\u00A0', '≤': '<=', '≥': '>=', '↑': '(+)', '↓': '(-)', '−': '-' };

/** Windows-1252, which holds all of French: other characters lose their accent or become `?`. For the standard fonts. */
export function latinOnly(text: string): string {
  return text.normalize('NFC').replace(/[^\t\n\u0020-\u007E\u00A0-\u00FF]/gu, (character) => {
    if (windows1252.includes(character)) return character;
    const plain = replaced[character] ?? character.normalize('NFD').charAt(0);
    return /^[\u0020-\u00FF]+$/.test(plain) ? plain : '?';
  });
}

/** Latin, Greek, Cyrillic, punctuation, arrows and signs: what DejaVu Sans surely has. */
const drawn =
  /^[\n\u0020-\u007E\u00A0-\u024F\u0370-\u0377\u037A-\u037F\u0384-\u038A\u038C\u038E-\u03A1\u03A3-\u052F\u1E00-\u1EFF\u2010-\u2027\u2030-\u203A\u2070\u2074-\u208E\u20AC\u2116\u2122\u2126\u2190-\u2199\u2200-\u22FF]$/u;

/** What the embedded font draws; other characters lose their accent or become `?`, for a character without a glyph is not archival. */
export function oneGlyphEach(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll('\u202F', '\u00A0')
    .replaceAll('\t', ' ')
    .replace(/[^\n\u0020-\u007E\u00A0-\u00FF]/gu, (character) => {
      if (drawn.test(character)) return character;
      const plain = character.normalize('NFD').charAt(0);
      return drawn.test(plain) ? plain : '?';
    });
}
