import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { CommandFailed } from './server.ts';

export const help = `socle log verify

Recomputes every chain of the log and tells each line that was changed, removed, moved or cut off. Beside a running Socle or without one.
The exit status is 0 when nothing is wrong, else 1.`;

export async function log(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(help);
  if (args[0] !== 'verify' || args.length > 1) throw new CommandFailed(help);
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    const { records, lines, faults } = await (await openTrace(store)).verify();
    for (const { record, seq, kind } of faults) console.log(`record ${record}, line ${seq}: ${kind}`);
    console.log(`${lines} lines of ${records} records verified, ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
}
