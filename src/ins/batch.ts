import { type Call, type RecordId, Refusal } from '#kernel';
import type { Ins15 } from './confirm.ts';
import type { Desk } from './desk.ts';
import { type Identity, type IdentityRow, identityOf } from './identity.ts';
import { identitiesOf, longestUnverified } from './ins.sql.ts';
import { insiBatch } from './insi.ts';
import { confirmAll, deny, heldBy, type Outcome } from './verify.ts';

/** What a batch came to: how many of each outcome. `skipped`: doubtful, without a matricule, unknown, or changed meanwhile. */
export interface BatchOutcome {
  readonly asked: number;
  readonly confirmed: number;
  readonly replaced: number;
  readonly denied: number;
  readonly skipped: number;
}

/** An adapter that suddenly denies many is more likely at fault than they are: from this many on, and this share, nobody is touched. */
const manyDenied = 20;
const shareDenied = 0.2;

/**
 * Verifies known identities in one question to INSi; at most {@link insiBatch}. Each person has the line of the question in their log.
 * Refuses `ins.batch-too-large`, `ins.batch-doubtful` when INSi denies at least 20 and more than a fifth (nothing is changed then), and what
 * the adapter refuses. A person whose identity changes meanwhile is left for the next time.
 */
export async function verifyBatch(desk: Desk, call: Call, records: readonly RecordId[]): Promise<BatchOutcome> {
  const unique = [...new Set(records)];
  if (unique.length > insiBatch) throw tooLarge();
  const rows = unique.length === 0 ? [] : await desk.store.query<IdentityRow>(identitiesOf, [unique]);
  return askAll(desk, call, rows.map(identityOf), unique.length - rows.length);
}

/** The same for those whom INSi confirmed longest ago, all before `since`. */
export async function verifyOldest(desk: Desk, call: Call, since: Date, limit = insiBatch): Promise<BatchOutcome> {
  const most = Math.max(1, Math.min(limit, insiBatch));
  const rows = await desk.store.query<IdentityRow>(longestUnverified, [since, most]);
  return askAll(desk, call, rows.map(identityOf), 0);
}

async function askAll(desk: Desk, call: Call, identities: readonly Identity[], unknown: number): Promise<BatchOutcome> {
  const held = identities.flatMap((identity) => {
    const ins = heldBy(identity);
    return ins === undefined ? [] : { identity, ins };
  });
  const answers = await desk.insi.verifyMany(held.map(({ identity, ins }) => ({ ...ins, traits: identity.traits })));
  const no = held.filter((_, index) => answers[index] !== true);
  if (no.length >= manyDenied && no.length > held.length * shareDenied) throw doubtfulBatch(no.length, held.length);
  await confirmAll(
    desk,
    call,
    held.filter((_, index) => answers[index] === true).map(({ identity }) => identity),
  );
  const outcomes: (Outcome | 'skipped')[] = [];
  for (const { identity, ins } of no) outcomes.push(await denyOne(desk, call, identity, ins));
  const of = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  return {
    asked: held.length,
    confirmed: held.length - no.length,
    replaced: of('replaced'),
    denied: of('denied'),
    skipped: of('skipped') + identities.length - held.length + unknown,
  };
}

/** Of those denied, each is settled alone: what happens to one leaves the others as they are. */
async function denyOne(desk: Desk, call: Call, identity: Identity, ins: Ins15): Promise<Outcome | 'skipped'> {
  try {
    return (await deny(desk, call, identity, ins)).outcome;
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'ins.changed-meanwhile' || error.code === 'ins.exists')) return 'skipped';
    throw error;
  }
}

function tooLarge(): Refusal {
  return new Refusal('ins.batch-too-large', {
    fr: `Un lot de vérification compte au plus ${insiBatch} identités : faites-en plusieurs.`,
    en: `A batch of verification holds at most ${insiBatch} identities: make several.`,
  });
}

function doubtfulBatch(denied: number, asked: number): Refusal {
  return new Refusal('ins.batch-doubtful', {
    fr: `INSi refuse ${denied} identités sur ${asked} : c’est trop pour être vrai. Rien n’a été modifié ; vérifiez l’accès à INSi.`,
    en: `INSi denies ${denied} identities of ${asked}: too many to be true. Nothing was changed; check the access to INSi.`,
  });
}
