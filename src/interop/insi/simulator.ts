import {
  beginsNames,
  type Insi,
  type InsiIdentity,
  type InsiQuestion,
  insiBatch,
  normalisedName,
  parseInsOid,
  parseTraits,
  type Traits,
  traitDifferences,
} from '#ins';
import { Refusal } from '#kernel';

/** INSi with a directory of fictitious people: for demonstrations and tests, never for care. */
export interface InsiSimulator extends Insi {
  readonly simulated: true;
  /**
   * Adds a person; the same matricule again is that person with corrected traits, and one that was `formerly` theirs is nobody's any more.
   * Refuses a malformed domain or trait.
   */
  register(person: InsiIdentity): void;
}

/**
 * A simulator that knows `people`. It answers as the teleservice does: `00` for exactly one person, `01` for none, `02` for several.
 * Kept in memory only: who registers people registers them again at the next start. A matricule with a wrong key is taken as it is
 * (official examples have some); the domain decides what it is worth.
 */
export function openInsiSimulator(people: readonly InsiIdentity[] = []): InsiSimulator {
  const byMatricule = new Map<string, Known>();
  const byName = new Map<string, Set<Known>>();
  const forget = (key: string): void => {
    const before = byMatricule.get(key);
    if (before !== undefined) byName.get(nameKey(before.traits))?.delete(before);
    byMatricule.delete(key);
  };
  const register = (person: InsiIdentity): void => {
    const known = knownOf(person);
    const former = (person.formerly ?? []).map(({ oid, matricule }) => `${parseInsOid(oid)} ${matricule}`);
    for (const key of [known.key, ...former]) forget(key);
    byMatricule.set(known.key, known);
    const name = nameKey(known.traits);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, new Set([known]));
    else namesakes.add(known);
  };
  for (const person of people) register(person);
  return {
    simulated: true,
    register,
    async search(traits) {
      const found = [...(byName.get(nameKey(traits)) ?? [])].filter((known) => matches(known, traits));
      const [one] = found;
      if (one === undefined) return { code: '01', simulated: true };
      return found.length > 1 ? { code: '02', simulated: true } : { code: '00', identity: one.person, simulated: true };
    },
    async verify(oid, matricule, traits) {
      return isTheirs({ oid, matricule, traits });
    },
    async verifyMany(asked) {
      if (asked.length > insiBatch) throw batchTooLarge();
      return asked.map(isTheirs);
    },
  };

  function isTheirs({ oid, matricule, traits }: InsiQuestion): boolean {
    const known = byMatricule.get(`${oid} ${matricule}`);
    return known !== undefined && matches(known, traits);
  }
}

function batchTooLarge(): Refusal {
  return new Refusal(
    'ins.batch-too-large',
    {
      fr: `Un lot de vérification compte au plus ${insiBatch} identités : faites-en plusieurs.`,
      en: `A batch of verification holds at most ${insiBatch} identities: make several.`,
    },
    { source: 'SEL-MP-043' },
  );
}

interface Known {
  readonly key: string;
  readonly person: InsiIdentity;
  readonly traits: Traits;
}

function knownOf(person: InsiIdentity): Known {
  const [first = ''] = person.traits.birthGivens.split(' ');
  const key = `${parseInsOid(person.oid)} ${person.matricule}`;
  return { key, person, traits: parseTraits({ ...person.traits, firstBirthGiven: first }) };
}

/** INSi has the list of given names and no first one apart: the first name asked for must begin the list. */
function matches({ traits: known }: Known, asked: Traits): boolean {
  const { firstBirthGiven } = asked;
  return beginsNames(firstBirthGiven, known.birthGivens) && traitDifferences({ ...known, firstBirthGiven }, asked).length === 0;
}

function nameKey(traits: Traits): string {
  return `${normalisedName(traits.birthFamily)} ${traits.birthDate} ${traits.sex}`;
}
