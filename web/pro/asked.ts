import { useSyncExternalStore } from 'react';
import type { SearchBody } from './shapes.ts';

/** What was last typed into the box of the header: in no address and no history, for it names a person. */
let asked: { readonly bodies: readonly SearchBody[] } | undefined;
const listeners = new Set<() => void>();

const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

export function askFor(text: string): void {
  asked = { bodies: bodiesOf(text) };
  for (const tell of listeners) tell();
}

/** Undefined until somebody asked; another object each time. */
export function useAsked(): { readonly bodies: readonly SearchBody[] } | undefined {
  return useSyncExternalStore(listen, () => asked);
}

/** Forgets it: whoever signs in next on this page begins anew. */
export function forgetAsked(): void {
  asked = undefined;
}

/**
 * What a line of text may ask for, the likeliest first: a matricule; or a birth name, a given name behind a comma or as the last word, a birth
 * date as 31/01/1990, 31.1.1990, 31-01-1990 or 1990-01-31. Empty for nothing to look for. Pure.
 */
export function bodiesOf(text: string): readonly SearchBody[] {
  const typed = text.trim();
  const digits = typed.replaceAll(/\s/g, '').toUpperCase();
  if (/^\d{5}2[AB]\d+$/.test(digits) || /^\d{5,}$/.test(digits)) return [{ matricule: digits }];
  const date = /\b(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b|\b(\d{4}-\d{2}-\d{2})\b/.exec(typed);
  const birth = date === null ? {} : { birthDate: date[5] ?? [date[4], two(date[3]), two(date[1])].join('-') };
  const words = typed
    .replace(date?.[0] ?? '', ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [family = '', given = ''] = words.split(',').map((part) => part.trim());
  if (family === '') return [];
  if (given !== '') return [{ birthFamily: family, firstBirthGiven: given, ...birth }];
  const parts = family.split(' ');
  const whole = { birthFamily: family, ...birth };
  if (parts.length < 2) return [whole];
  const last = { birthFamily: parts.slice(0, -1).join(' '), firstBirthGiven: parts.at(-1) ?? '', ...birth };
  const first = { birthFamily: parts.slice(1).join(' '), firstBirthGiven: parts[0] ?? '', ...birth };
  return [whole, last, first];
}

const two = (digits = ''): string => digits.padStart(2, '0');
