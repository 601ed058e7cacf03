import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, mark, type Scenario } from '../scenario.ts';
import { percentile } from '../testbed/measure.ts';
import { startServer } from '../testbed/server.ts';

const times = 4;

/** On a home of its own: the first start makes it (and builds the pages if they changed), the others are measured. */
export const start: Scenario = {
  name: 'start',
  what: 'second start to ready, by bin/socle.js as npm start does',
  async run({ say }): Promise<Measured> {
    const home = mkdtempSync(join(tmpdir(), 'socle-bench-start-'));
    try {
      const took: number[] = [];
      for (let n = 0; n <= times; n++) {
        const server = await startServer({ home, by: 'launcher' });
        await server.stop();
        if (n === 0) say(`first start: ${(server.readyMs / 1000).toFixed(1)} s`);
        else took.push(server.readyMs);
      }
      const sorted = Float64Array.from(took).sort();
      const [p50, p95, p99] = [percentile(sorted, 0.5), percentile(sorted, 0.95), percentile(sorted, 0.99)];
      const row = { name: 'start', answered: times, failed: 0, perSecond: 1000 / p50, p50, p95, p99 };
      return {
        name: 'start',
        how: `second start to “Socle is ready”, ${times} times; without the territory’s documents`,
        rows: [row],
        marks: [mark('second start, median', '≤', 3, p50 / 1000, 's'), mark('second start, slowest', '≤', 3, p99 / 1000, 's')],
      };
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};
