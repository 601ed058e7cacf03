/** How many bytes a base64 text stands for, whitespace left out; of a text that is not base64 the figure means nothing. RFC 4648 §4. */
export function decodedLength(base64: string): number {
  let characters = 0;
  for (let i = 0; i < base64.length; i++) {
    const c = base64.charCodeAt(i);
    // 61 is the padding
    if (c > 32 && c !== 61) characters += 1;
  }
  return Math.floor((characters * 3) / 4);
}
