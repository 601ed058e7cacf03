import { type Call, hexOfRecordId, PLATFORM, Refusal } from '#kernel';
import type { Act } from '#trace';
import type { Desk } from '../desk.ts';
import { type TraitName, traitDifferences } from '../differences.ts';
import { byMatricule } from '../find.ts';
import type { Identity } from '../identity.ts';
import { beginsNames } from '../name.ts';
import { type CodeRead, parseInsDatamatrix } from './parse.ts';

/** What a code read from a paper is worth. */
export interface Scanned {
  readonly read: CodeRead;
  /** Whether INSi knows that person by those traits; `unavailable`: it gave no answer, which is never a no. */
  readonly insi: 'confirmed' | 'not-confirmed' | 'unavailable';
  readonly simulated: boolean;
  /** Who is known here by that matricule; never told when INSi says no: the code is then somebody else's, old or made up. */
  readonly identity?: Identity;
  /** The traits by which the identity known here differs from the code. */
  readonly differs: readonly TraitName[];
}

/** See {@link Ins.scan}. */
export async function scan(desk: Desk, call: Call, text: string): Promise<Scanned> {
  const read = parseInsDatamatrix(text, desk.options);
  const insi = await ask(desk, read);
  const known = await byMatricule(desk.store, read.oid, read.matricule, desk.options);
  const told = insi === 'not-confirmed' ? undefined : known;
  // règle 48: the question to INSi and its answer are traced, on the record of the person when there is one.
  await desk.trace.journal(call, known?.record ?? PLATFORM, actOf(desk, known, insi));
  const differs = told === undefined ? [] : traitDifferences(told.traits, comparable(told, read));
  return { read, insi, simulated: desk.insi.simulated, differs, ...(told === undefined ? {} : { identity: told }) };
}

async function ask({ insi }: Desk, { oid, matricule, traits }: CodeRead): Promise<Scanned['insi']> {
  try {
    return (await insi.verify(oid, matricule, traits)) ? 'confirmed' : 'not-confirmed';
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ins.insi-unavailable') return 'unavailable';
    throw error;
  }
}

/** The code does not tell the first given name apart: the list begins with that of the identity, or it does not. */
function comparable({ traits: { firstBirthGiven } }: Identity, { traits }: CodeRead): CodeRead['traits'] {
  return beginsNames(firstBirthGiven, traits.birthGivens) ? { ...traits, firstBirthGiven } : traits;
}

function actOf({ insi: { simulated } }: Desk, known: Identity | undefined, insi: Scanned['insi']): Act {
  const answers = { confirmed: 'verified', 'not-confirmed': 'not-verified', unavailable: 'unavailable' } as const;
  const detail = { change: 'scan', insi: answers[insi], ...(simulated ? { simulated: 'true' } : {}) };
  const of = known === undefined ? {} : { object: { kind: 'Patient', id: hexOfRecordId(known.record) } };
  const outcome =
    insi === 'not-confirmed' ? { outcome: 'refused' as const, code: 'ins.not-confirmed' } : { outcome: 'done' as const };
  return { action: 'identity', ...outcome, ...of, detail };
}
