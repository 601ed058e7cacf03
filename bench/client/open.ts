import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import type { Load, StreamResult } from './load.ts';
import { openRequests } from './requests.ts';
import { Tally } from './tally.ts';

/**
 * Arrivals at random moments, whatever the server does: a slow answer does not hold the next question back. The time of a request counts
 * from the moment it was due; one that finds every connection taken is a missed start.
 */
export async function openOpenLoop(load: Load): Promise<() => Promise<readonly StreamResult[]>> {
  const sources = load.streams.map((stream) => ({ tally: new Tally(stream), next: openRequests(load, stream) }));
  const free = await Promise.all(Array.from({ length: 16 }, () => Connection.open(load.host, load.port)));
  let made = free.length;

  const ask = async ({ tally, next }: (typeof sources)[number], due: number): Promise<void> => {
    let lane = free.pop();
    if (lane === undefined && made >= load.connections) {
      tally.missed += 1;
      return;
    }
    try {
      if (lane === undefined) made += 1;
      lane ??= await Connection.open(load.host, load.port);
      const reply = await lane.send(next());
      tally.answered(reply, performance.now() - due);
      free.push(lane);
    } catch (error) {
      made -= 1;
      tally.failed(String(error));
    }
  };

  return async () => {
    const from = performance.now();
    const arrivals = load.streams
      .flatMap((stream, index) => moments(stream.perSecond ?? 0, load.seconds).map((at) => ({ at: from + at, index })))
      .sort((a, b) => a.at - b.at);
    const asked: Promise<void>[] = [];
    for (const { at, index } of arrivals) {
      const source = sources[index];
      if (source === undefined) continue;
      const wait = at - performance.now();
      if (wait > 1) await sleep(wait);
      asked.push(ask(source, at));
    }
    await Promise.all(asked);
    for (const lane of free) lane.close();
    return sources.map(({ tally }) => tally.result());
  };
}

/** Milliseconds from the start, exponentially apart. */
function moments(perSecond: number, seconds: number): number[] {
  const all: number[] = [];
  for (let at = 0; perSecond > 0; ) {
    at += (-Math.log(1 - Math.random()) * 1000) / perSecond;
    if (at >= seconds * 1000) break;
    all.push(at);
  }
  return all;
}
