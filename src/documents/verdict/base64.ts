/**
 * What a text in base64 holds, broken over lines in any way; undefined when it is none, or empty: nothing else stands in it, padding only at
 * its end, and no lone sign is left over. Padding may be absent. Source: RFC 4648 §4; line breaks as XML writes them.
 */
export function fromBase64(text: string): Buffer | undefined {
  try {
    // `Buffer.from` would read anything.
    const content = Buffer.from(atob(text), 'latin1');
    return content.length > 0 ? content : undefined;
  } catch {
    return undefined;
  }
}
