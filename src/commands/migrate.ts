import { openStore } from '#store';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';

export const help = `socle migrate — brings the database's schema up to date, and on Citus distributes its tables. socle serve does it by itself.`;

export async function migrate(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) return console.log(help);
  const store = await openStore(readSettings(), { migrations, log: (line) => console.log(line), mode: 'join' });
  await store.close();
  console.log('the schema is up to date');
}
