import { queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { ProfileSection } from '../../kit/profile/shapes.ts';
import type { Suggestion } from '../../kit/suggestField.tsx';

/** What is offered to who enters something; `words`: by which it is found beside its label. */
export interface Choice {
  readonly label: string;
  readonly words: readonly string[];
  readonly kind?: string;
}
export type Choices = Partial<Readonly<Record<ProfileSection, readonly Choice[]>>>;

const withChoices: ReadonlySet<ProfileSection> = new Set(['problems', 'allergies', 'treatments', 'vaccinations']);
export const hasChoices = (section: ProfileSection): boolean => withChoices.has(section);

/** The same lists for everybody: what is typed is looked up on this page, and never leaves it before it is saved. */
export const choicesQuery = queryOptions({
  queryKey: ['choices'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => api<Choices>('GET', '/api/carnet/profile/choices'),
});

export const mostSuggested = 8;
const longestTyped = 100;

/**
 * The choices that what is typed may mean, at most eight: those that begin with it, then those that hold it at the beginning of a word, then those
 * that are found by other words. Accents and capitals play no part. The first ones while nothing is typed; none for what is one of them already.
 */
export function suggested(choices: readonly Choice[], typed: string): readonly Suggestion[] {
  const wanted = folded(typed.slice(0, longestTyped));
  // Kept at hand before the first letter: the list opens with it only where there is something to open.
  if (typed.trim() === '') return choices.slice(0, mostSuggested).map(({ label }) => ({ label }));
  if (wanted === '') return [];
  const found = choices.flatMap(({ label, words }): { readonly rank: number; readonly one: Suggestion }[] => {
    const own = folded(label);
    if (own.startsWith(wanted)) return [{ rank: 0, one: { label } }];
    if (holds(own, wanted)) return [{ rank: 1, one: { label } }];
    const by = words.find((other) => holds(folded(other), wanted));
    return by === undefined ? [] : [{ rank: 2, one: { label, by } }];
  });
  if (found.length === 1 && folded(found[0]?.one.label ?? '') === wanted) return [];
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostSuggested)
    .map(({ one }) => one);
}

/** Each word typed begins a word of it. */
function holds(words: string, wanted: string): boolean {
  const all = words.split(' ');
  return wanted.split(' ').every((part) => all.some((one) => one.startsWith(part)));
}

/** Without accents, capitals or signs. */
const folded = (words: string): string =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
