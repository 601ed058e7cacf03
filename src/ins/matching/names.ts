import { nameWords, normalisedName } from '../name.ts';
import { soundOf } from './sound.ts';
import { mistyped } from './spelling.ts';

/** Words that come and go before a family name. */
const particles: ReadonlySet<string> = new Set('D DE DEL DELLA DES DI DU EL L LA LE LES VAN VON DER DEN'.split(' '));

/** A family name without its particles, unless it is made of nothing else. */
export function withoutParticles(name: string): string {
  const words = nameWords(name);
  const kept = words.filter((word) => !particles.has(word));
  return (kept.length === 0 ? words : kept).join(' ');
}

/** How two names agree, best first: letter by letter; one a part of the other; by sound; but for slips; not at all. */
export const nameAgreements = ['same', 'part', 'sound', 'close', 'different'] as const;
export type NameAgreement = (typeof nameAgreements)[number];

/** Compares two names; the same both ways round. Case, accents, ligatures, hyphens, apostrophes and spaces make no difference. */
export function compareNames(a: string, b: string): NameAgreement {
  const [plainA, plainB] = [normalisedName(a), normalisedName(b)];
  if (plainA === plainB) return 'same';
  const [shorter, longer] = [nameWords(withoutParticles(a)), nameWords(withoutParticles(b))].sort((x, y) => x.length - y.length);
  if (isPart(shorter ?? [], longer ?? [])) return 'part';
  if (plainA !== '' && soundOf(a) === soundOf(b)) return 'sound';
  return mistyped(plainA, plainB) ? 'close' : 'different';
}

/** `DURAND` of `MARTIN-DURAND`, `BRUMAILLE` of `DE LA BRUMAILLE`; a word or two of no length prove nothing. */
function isPart(shorter: readonly string[], longer: readonly string[]): boolean {
  const weight = shorter.reduce((sum, word) => sum + word.length, 0);
  return weight >= 3 && shorter.every((word) => longer.includes(word));
}

/** The better of two agreements. */
export function better(a: NameAgreement, b: NameAgreement): NameAgreement {
  return nameAgreements.indexOf(a) <= nameAgreements.indexOf(b) ? a : b;
}
