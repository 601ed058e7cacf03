import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * Listens on a connection of its own, and makes another whenever that one ends, one at a time, until the function it gives is called.
 * `heard('')` after each connection: what was said while nobody listened is lost, so the listener must look.
 */
export async function listen(
  config: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
  log: (line: string) => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let closed = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client(config);
    next.on('notification', (note) => heard(note.payload ?? ''));
    next.on('error', () => undefined);
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    // Only a connection that listened is replaced when it ends: one that never did is the business of whoever tries.
    next.once('end', () => void again());
    heard('');
  };
  const again = async (): Promise<void> => {
    for (let wait = 250; ; wait = 1000) {
      await sleep(wait);
      if (closed) return;
      try {
        await connect();
        if (closed) await client?.end();
        return;
      } catch {
        log(`database: cannot listen on ${channel}, trying again`);
      }
    }
  };
  await connect();
  return async () => {
    closed = true;
    await client?.end();
  };
}
