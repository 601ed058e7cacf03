import { newRecordId } from '#kernel';
import { openAllowed } from '../../src/signin/apps/allowed.ts';
import { openCuts } from '../../src/signin/apps/cuts.ts';
import type { House } from './house.ts';

/** An application that the person of the house allowed, and one that a delegate allowed for themself, on the same record. */
export async function twoApps({ store, record }: House, clock: () => Date) {
  const cuts = openCuts(store, clock);
  const allowed = openAllowed(store, cuts, async () => undefined, clock);
  const [scopes, since] = [['patient/*.rs'], clock()];
  const until = new Date(since.getTime() + 86_400_000);
  const app = { clientId: 'application-mobile', name: 'Essai', scopes, opens: record, since, until };
  await allowed.note('own', { ...app, person: record });
  await allowed.note('delegate', { ...app, person: newRecordId() });
  return { own: allowed.idOf('own'), ofDelegate: allowed.idOf('delegate'), cuts, allowed };
}
