import type { Reply } from './connection.ts';
import type { Stream, StreamResult } from './load.ts';

/** Counts what came back of one stream. */
export class Tally {
  readonly #stream: Stream;
  readonly #latencies: number[] = [];
  #failed = 0;
  #firstFailure: string | undefined;
  missed = 0;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  answered(reply: Reply, milliseconds: number): void {
    const { status } = reply;
    if ((status === 200 || status === 201) && reply.beginning.includes(this.#stream.expects)) this.#latencies.push(milliseconds);
    else this.failed(`${reply.status} ${reply.beginning}`);
  }

  failed(why: string): void {
    this.#failed += 1;
    this.#firstFailure ??= why;
  }

  result(): StreamResult {
    return {
      name: this.#stream.name,
      answered: this.#latencies.length,
      failed: this.#failed,
      missed: this.missed,
      latencies: Float64Array.from(this.#latencies).sort(),
      ...(this.#firstFailure === undefined ? {} : { firstFailure: this.#firstFailure }),
    };
  }
}
