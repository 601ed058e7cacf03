import { folderName } from '../refusals.ts';

const longest = 200;
const mostLevels = 10;

/** INBOX in any spelling is the first folder. RFC 3501 §5.1. */
export function canonicalName(name: string): string {
  return /^inbox(?=\/|$)/i.test(name) ? `INBOX${name.slice(5)}` : name;
}

/** A name that a folder may get. Refuses `messaging.folder-name`. */
export function checkedName(name: string): string {
  const levels = name.split('/');
  const bad =
    name.length > longest ||
    levels.length > mostLevels ||
    levels.some((level) => level === '' || level !== level.trim()) ||
    /[\p{Cc}\p{Cs}\u2028\u2029%*\\]/u.test(name);
  if (bad) throw folderName();
  return canonicalName(name.normalize('NFC'));
}
