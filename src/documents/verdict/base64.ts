const SIGN = 1;
const SPACE = 2;
const PADDING = 3;
const kinds = new Uint8Array(256);
for (let c = 0; c < 128; c++) {
  const char = String.fromCharCode(c);
  if (/[A-Za-z0-9+/]/.test(char)) kinds[c] = SIGN;
  else if (/\s/.test(char)) kinds[c] = SPACE;
  else if (char === '=') kinds[c] = PADDING;
}

/**
 * Whether a text is base64, broken over lines in any way, and not empty: nothing else stands in it, padding only at its end, and no
 * lone sign is left over. Padding may be absent. Source: RFC 4648 §4; line breaks as XML writes them.
 */
export function isBase64(text: string): boolean {
  // Bytes are looked at faster than characters; what is not ASCII becomes bytes that are none of these kinds.
  const bytes = Buffer.from(text);
  let signs = 0;
  let padding = 0;
  for (let i = 0; i < bytes.length; i++) {
    const kind = kinds[bytes[i] ?? 0];
    if (kind === SIGN) {
      if (padding > 0) return false;
      signs++;
    } else if (kind === PADDING) padding++;
    else if (kind !== SPACE) return false;
  }
  return signs > 0 && signs % 4 !== 1 && padding <= 2 && (padding === 0 || (signs + padding) % 4 === 0);
}
