import { limits } from './refusals.ts';

/**
 * The name of an entry, checked: relative, with `/` between its parts, none of them `.`, `..` or empty, no drive, no control character.
 * Undefined when it is anything else. A folder ends by `/`.
 */
export function safeName(raw: Buffer, isUtf8: boolean): string | undefined {
  // Without the flag it is code page 437: what XDM names is ASCII, and what lies outside of it is only compared with itself.
  const name = raw.toString(isUtf8 ? 'utf8' : 'latin1');
  if (name === '' || name.length > limits.nameCharacters || name.includes('\ufffd')) return undefined;
  if (/[\p{Cc}\p{Cf}\\:*?"<>|]/u.test(name)) return undefined;
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  // A part that ends by a dot or a space is another name on some systems.
  return parts.some((part) => part === '' || part === '.' || part === '..' || /[. ]$/.test(part)) ? undefined : name;
}

/** What two names of the same file have in common, on systems that do not tell letters apart. */
export function keyOf(name: string): string {
  return name.normalize('NFC').toUpperCase();
}
