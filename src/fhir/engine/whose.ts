import { type Actor, PLATFORM, type RecordId } from '#kernel';
import {
  conformanceTypes,
  kindOf,
  neverInARecord,
  ownHome,
  type Spot,
  sharedTypes,
  sharedUnlessPersonal,
  spotOf,
} from './home.ts';
import type { Mention } from './references.ts';
import * as refusals from './refusals.ts';

/** A person whom the same act makes known, before there is a record: named by the place of their Patient among the changes. */
export type NewPerson = `new:${number}`;
/** Where a resource goes. */
export type Aim = RecordId | NewPerson;

export const isNew = (aim: Aim): aim is NewPerson => aim.startsWith('new:');

/** What references lead to; answers from what was looked up before. */
export interface Known {
  /** The person of a Patient reference, or of a reference that stands for one; undefined when it leads to no Patient. */
  person(mention: Mention): Aim | undefined;
  /** The place of what a client gave its id. */
  alias(type: string, id: string): Spot | undefined;
}

/**
 * Whose a resource is: the record of the one person that it names, or of the things that it names; else shared or its depositor's own,
 * by its type. Refuses `fhir.several-patients`, `fhir.unknown-patient`, `fhir.other-record`, `fhir.names-a-patient`.
 */
export function whose(type: string, mentions: readonly Mention[], known: Known, actor: Actor, at: string): Aim {
  const own = ownHome(actor);
  if (neverInARecord.has(type)) return own;
  // The examples of a definition may be called Patient/1: they are nobody.
  if (conformanceTypes.has(type)) return PLATFORM;
  const person = personNamed(mentions, known, at);
  const home = recordOfThings(mentions, known, own, person, at);
  if (home === undefined) return sharedTypes.has(type) || sharedUnlessPersonal.has(type) ? PLATFORM : own;
  if (sharedTypes.has(type)) throw refusals.namesAPatient(type, at);
  return home;
}

function personNamed(mentions: readonly Mention[], known: Known, at: string): Aim | undefined {
  let named: Aim | undefined;
  for (const mention of mentions) {
    const person = known.person(mention);
    if (person === undefined) {
      if (mention.type === 'Patient') throw refusals.unknownPatient(at);
      continue;
    }
    if (named !== undefined && named !== person) throw refusals.severalPatients(at);
    named = person;
  }
  return named;
}

/** The record that the things named are in, which is that of the person named, if any. A depositor's own things may be named from anywhere. */
function recordOfThings(
  mentions: readonly Mention[],
  known: Known,
  own: RecordId,
  person: Aim | undefined,
  at: string,
): Aim | undefined {
  let home = person;
  for (const { type, id } of mentions) {
    if (type === undefined || id === undefined || type === 'Patient') continue;
    const spot = spotOf(type, id) ?? known.alias(type, id);
    if (spot === undefined || spot.home === PLATFORM || spot.home === own) continue;
    if (kindOf(spot.home) === 'own') throw refusals.otherRecord(at);
    home ??= spot.home;
    if (home !== spot.home) throw refusals.otherRecord(at);
  }
  return home;
}
