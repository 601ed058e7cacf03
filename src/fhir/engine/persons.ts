import { type Call, PLATFORM, type RecordId, unknownId } from '#kernel';
import type { Aimed } from './aimed.ts';
import type { Checked } from './check.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf, type Spot, spotOf } from './home.ts';
import type { Links } from './links.ts';
import { personsMatching } from './patient/match.ts';
import type { Mention } from './references.ts';
import * as refusals from './refusals.ts';
import type { Aim, NewPerson } from './whose.ts';

/** The people of an act: those whose Patient it writes, and those whom it refers to. */
export interface Persons {
  /** Whom a reference in change `from` leads to; undefined when that is no Patient, or nobody. */
  of(from: number, mention: Mention): Aim | undefined;
  /** A change of a Patient. */
  aimed(index: number, change: Checked): Aimed;
}

type AimedPerson = Pick<Aimed, 'aim' | 'n' | 'chosen' | 'looked'>;

/** Refuses `id.unknown`, `fhir.several-matches`, `fhir.unresolved-reference`, `fhir.several-patients`. */
export async function personsAmong(
  desk: FhirDesk,
  call: Call,
  checked: readonly Checked[],
  links: Links,
  aliases: ReadonlyMap<string, Spot>,
): Promise<Persons> {
  const written = new Map<number, AimedPerson>();
  const byChosen = new Map<string, Aim>();
  for (const [index, change] of checked.entries()) {
    if (change.type !== 'Patient') continue;
    const person = await aimPerson(desk, call, index, change, aliases);
    written.set(index, person);
    if (person.chosen !== undefined) byChosen.set(person.chosen, person.aim);
  }
  const byCondition = await conditional(desk, call, checked);
  const of = (from: number, mention: Mention): Aim | undefined => {
    const linked = links.target(from, mention);
    if (linked !== undefined) return written.get(linked)?.aim;
    if (mention.type !== 'Patient' || mention.id === undefined) return byCondition.get(mention.text);
    const home = (spotOf('Patient', mention.id) ?? aliases.get(`Patient/${mention.id}`))?.home;
    return home === undefined ? byChosen.get(mention.id) : kindOf(home) === 'record' ? home : undefined;
  };
  return {
    of,
    aimed(index, change) {
      const person = written.get(index) ?? { aim: PLATFORM };
      const others = change.mentions.map((mention) => [mention, of(index, mention)] as const);
      for (const [mention, whom] of others) {
        if (mention.type === 'Patient' && whom === undefined) throw refusals.unknownPatient(change.at);
        if (whom !== undefined && whom !== person.aim) throw refusals.severalPatients(change.at);
      }
      return { ...change, step: 'aimed', ...person };
    },
  };
}

async function aimPerson(
  desk: FhirDesk,
  call: Call,
  index: number,
  { verb, id, query, at }: Checked,
  aliases: ReadonlyMap<string, Spot>,
): Promise<AimedPerson> {
  const fresh: NewPerson = `new:${index}`;
  if (id !== undefined) {
    const home = (spotOf('Patient', id) ?? aliases.get(`Patient/${id}`))?.home;
    if (home !== undefined && kindOf(home) === 'record') return { aim: home, n: 0 };
    if (home !== undefined || verb !== 'update') throw unknownId();
    return { aim: fresh, chosen: id };
  }
  if (query === undefined) return { aim: fresh };
  const { found, looked } = await personsMatching(desk, call, query);
  const [one, another] = found;
  if (another !== undefined) throw refusals.severalMatches(at);
  if (one !== undefined) return { aim: one, n: 0 };
  if (verb === 'patch') throw unknownId();
  return verb === 'remove' ? { aim: PLATFORM } : { aim: fresh, looked };
}

/** Whom the conditional references to patients lead to. */
async function conditional(desk: FhirDesk, call: Call, checked: readonly Checked[]): Promise<ReadonlyMap<string, RecordId>> {
  const found = new Map<string, RecordId>();
  for (const { mentions, at } of checked) {
    for (const { text } of mentions) {
      if (!text.startsWith('Patient?') || found.has(text)) continue;
      const [person, another] = (await personsMatching(desk, call, text.slice('Patient?'.length))).found;
      if (another !== undefined) throw refusals.severalMatches(at);
      if (person === undefined) throw refusals.unresolved(at);
      found.set(text, person);
    }
  }
  return found;
}
