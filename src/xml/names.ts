const START = 1;
const REST = 2;
const ascii = new Uint8Array(0x80);
for (let c = 0; c < 0x80; c++) {
  const char = String.fromCharCode(c);
  if (/[A-Za-z_:]/.test(char)) ascii[c] = START | REST;
  else if (/[0-9.-]/.test(char)) ascii[c] = REST;
}

const start =
  'A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}';
const qualified = new RegExp(
  `^[${start}][${start}.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040-]*(:[${start}][${start}.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040-]*)?$`,
  'u',
);

/** The place just after the name that begins at `from`; `from` itself when no name begins there. Checks ASCII only. */
export function endOfName(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first < 0x80 ? ((ascii[first] ?? 0) & START) === 0 : Number.isNaN(first)) return from;
  let at = from + 1;
  for (;;) {
    const c = text.charCodeAt(at);
    // NaN, the end of the text, ends the name too.
    if (c < 0x80 ? ((ascii[c] ?? 0) & REST) === 0 : !(c >= 0x80)) return at;
    at++;
  }
}

export interface QName {
  readonly prefix: string;
  readonly local: string;
}

/** Splits a name at its colon; undefined when it is no qualified name. Source: Namespaces in XML 1.0 §4. */
export function qnameOf(name: string): QName | undefined {
  if (!qualified.test(name)) return undefined;
  const colon = name.indexOf(':');
  return colon < 0 ? { prefix: '', local: name } : { prefix: name.slice(0, colon), local: name.slice(colon + 1) };
}
