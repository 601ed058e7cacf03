import type { Documents, Entry } from '#documents';
import { type Call, parseItemId, Refusal } from '#kernel';
import type { Rights } from '#rights';

const mostPriors = 20;
const mostLookedAt = 5000;

/**
 * The documents in force of the same type as one that was read, about an act before its own, newest first, 20 at most. Beside a read of that
 * document, which is traced: this is not. Those of linked records are not among them. Who may read that document and not list the record (its
 * author, without a ground) is shown none.
 */
export async function priorsOf(
  { rights, documents }: { readonly rights: Pick<Rights, 'decide'>; readonly documents: Pick<Documents, 'shownTo'> },
  call: Call,
  of: Entry,
): Promise<readonly Entry[]> {
  const permit = await rights.decide(call, parseItemId(of.id).record, 'list').catch((error: unknown) => {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  });
  if (permit === undefined) return [];
  const { type, eventStart } = of.facts();
  const all = (await documents.shownTo(permit, mostLookedAt)).map((entry) => ({ entry, ...entry.facts() }));
  return all
    .filter(({ entry, ...facts }) => isPrior(facts, { type, eventStart }) && entry.status === 'current' && entry.id !== of.id)
    .sort((a, b) => Date.parse(b.eventStart) - Date.parse(a.eventStart))
    .slice(0, mostPriors)
    .map(({ entry }) => entry);
}

type Told = Pick<ReturnType<Entry['facts']>, 'type' | 'eventStart'>;

const isPrior = (one: Told, of: Told): boolean =>
  one.type.code === of.type.code && Date.parse(one.eventStart) <= Date.parse(of.eventStart);
