import { malformed, unknownEntity } from './refusals.ts';

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces the references of a text. Refuses a lone `&`, an unknown entity, a character that XML forbids. */
export function withReferences(text: string): string {
  return text.replace(/&([^;&<\s]{0,64})(;?)/g, (_, name: string, end: string) => {
    if (end === '') throw malformed({ fr: 'un « & » seul', en: 'a lone "&"' });
    if (name.startsWith('#')) return character(name);
    const found = Object.hasOwn(predefined, name) ? predefined[name] : undefined;
    if (found === undefined) throw unknownEntity(name);
    return found;
  });
}

function character(name: string): string {
  const hex = /^#x([0-9a-fA-F]{1,8})$/.exec(name)?.[1];
  const dec = /^#([0-9]{1,8})$/.exec(name)?.[1];
  const point = hex !== undefined ? Number.parseInt(hex, 16) : Number(dec ?? Number.NaN);
  const control = point < 0x20 && point !== 0x9 && point !== 0xa && point !== 0xd;
  const surrogate = point >= 0xd800 && point <= 0xdfff;
  if (!(point > 0 && point <= 0x10ffff) || control || surrogate || point === 0xfffe || point === 0xffff)
    throw malformed({ fr: 'une référence à un caractère interdit', en: 'a reference to a forbidden character' });
  return String.fromCodePoint(point);
}
