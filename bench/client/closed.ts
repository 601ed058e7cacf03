import { Connection } from './connection.ts';
import type { Load, StreamResult } from './load.ts';
import { openRequests } from './requests.ts';
import { Tally } from './tally.ts';

/** A fixed number of requests at a time: each connection asks again as soon as it is answered. */
export async function openClosedLoop(load: Load): Promise<() => Promise<readonly StreamResult[]>> {
  const [stream] = load.streams;
  if (stream === undefined || load.streams.length > 1) throw new Error('a closed loop has one stream');
  const next = openRequests(load, stream);
  const lanes = await Promise.all(Array.from({ length: load.connections }, () => Connection.open(load.host, load.port)));
  return async () => {
    const tally = new Tally(stream);
    const end = performance.now() + load.seconds * 1000;
    let left = load.count ?? Number.POSITIVE_INFINITY;
    await Promise.all(
      lanes.map(async (lane) => {
        try {
          while (left-- > 0 && performance.now() < end) {
            const request = next();
            const from = performance.now();
            const reply = await lane.send(request);
            tally.answered(reply, performance.now() - from);
          }
        } catch (error) {
          tally.failed(String(error)); // the other connections go on
        }
        lane.close();
      }),
    );
    return [tally.result()];
  };
}
