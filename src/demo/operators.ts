import type { Accounts } from '#signin';
import { demoPassword } from './load.ts';

/** Two, since some acts ask for two persons. */
export const demoOperators = [
  { login: 'exploitant1', name: 'Odile Vigiemarine', note: 'exploitante : signalements, relectures, guichet' },
  { login: 'exploitant2', name: 'Tanguy Amerrive', note: 'exploitant : confirme ce que sa collègue demande' },
] as const;

/** Makes the demonstration's operators unless they are there; also on a home that an earlier version made. */
export async function openOperatorDoors(accounts: Accounts): Promise<void> {
  if ((await accounts.demoOperator(demoOperators[0].login)) !== undefined) return;
  await accounts.createDemoOperators(demoOperators, demoPassword);
}
