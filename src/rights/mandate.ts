import type { Call, Delegate } from '#kernel';
import { classOfType, conceptOf, conceptsOf } from '#terminology';

/** What somebody may do for another. `rights` is to decide who sees what. */
export const purposes = ['read', 'book', 'message', 'rights'] as const;
export type Purpose = (typeof purposes)[number];

export function isPurpose(text: unknown): text is Purpose {
  return purposes.includes(text as Purpose);
}

/** Who acts for the person: as their legal representative, or as an adult whom they chose. */
export interface Mandate {
  readonly kind: 'legal' | 'adult';
  readonly name: string;
  readonly purposes: readonly Purpose[];
  readonly since: Date;
  /** The first instant at which it no longer holds; a minor's representative: their eighteenth birthday at the latest. */
  readonly until: Date;
  /** Classes of documents (JDV_J06) to which reading is limited; absent for all, and for what comes from no document. */
  readonly categories?: readonly string[];
}

/** The delegate's mandate, when it holds at the instant of the call. */
export function mandateAt(mandates: ReadonlyMap<string, Mandate>, call: Call, { id }: Delegate): Mandate | undefined {
  const found = mandates.get(id);
  return found !== undefined && found.since <= call.at && call.at < found.until ? found : undefined;
}

export const isCategory = (code: string): boolean => conceptOf('documentClass', code) !== undefined;

const known = new Map<string, readonly string[]>();

/** The document types of every other class; what has no class is in none of those chosen. */
export function deniedOutside(categories: readonly string[]): readonly string[] {
  const key = [...categories].sort().join(' ');
  const found = known.get(key);
  if (found !== undefined) return found;
  const denied = conceptsOf('documentType')
    .map(({ code }) => code)
    .filter((code) => !categories.includes(classOfType(code)?.code ?? ''));
  if (known.size < 4096) known.set(key, denied); // at most the subsets of twelve classes
  return denied;
}
