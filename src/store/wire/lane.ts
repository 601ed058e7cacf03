import pg from 'pg';
import { type Columns, columnsIn, noColumns, type Row } from './columns.ts';
import { errorIn, messages } from './messages.ts';
import { type Named, Request } from './request.ts';
import type { Sent } from './values.ts';

/** One statement that somebody waits for. */
export interface Asked {
  readonly statement: Named;
  readonly values: readonly Sent[];
  /** `command`: the first word of the tag, `COMMIT`. */
  readonly done: (rows: Row[], command: string) => void;
  readonly failed: (error: unknown) => void;
}

/** A statement before it, in the same transaction, failed: PostgreSQL passed it over. */
export class PassedOver extends Error {
  constructor() {
    super('a statement before it failed');
  }
}

/**
 * What becomes of the statements behind one that fails: `again` for those that change nothing, and are nobody else's concern; `passed` over in
 * a transaction.
 */
export type Behind = 'again' | 'passed';

/** Under way: its rows so far, whether they come in the formats of its columns, and whether it has its statement prepared. */
interface Going {
  readonly asked: Asked;
  readonly formatted: boolean;
  readonly prepares: boolean;
  readonly rows: Row[];
  command: string;
}

interface Answering {
  readonly all: readonly Going[];
  readonly behind: Behind;
}

/**
 * One connection, on which statements go together and are answered together: a request is one system call, its answer wakes us once, and what
 * a statement's rows are made of is told once. `pg` makes the connection; then its socket is read and written here, since `pg` asks, describes
 * and wakes for each statement apart, which costs more than a read by key does.
 */
export class Lane {
  readonly #client: pg.Client;
  readonly #connected: Promise<unknown>;
  readonly #types: pg.CustomTypesConfig;
  readonly #requests: Answering[] = [];
  readonly #columns = new Map<string, Columns>();
  readonly #parsing = new Set<string>();
  /** Where in the first request the answer is, and what went wrong there. */
  #place = 0;
  #fault: Error | undefined;
  waiting = 0;
  gone = false;

  constructor(config: pg.ClientConfig, types: pg.CustomTypesConfig) {
    this.#client = new pg.Client(config);
    this.#types = types;
    const end = (): void => this.#end(new Error('Connection terminated unexpectedly'));
    this.#client.on('error', end);
    this.#client.on('end', end);
    this.#connected = this.#client.connect().then(() => {
      const { stream } = this.#client.connection;
      stream.removeAllListeners('data');
      stream.on(
        'data',
        messages((code, bytes, from, to) => this.#heard(code, bytes, from, to)),
      );
    });
    this.#connected.catch((error: Error) => this.#end(error));
  }

  /** They leave together, and are answered when all are done. */
  async ask(all: readonly Asked[], behind: Behind): Promise<void> {
    this.waiting += all.length;
    try {
      await this.#connected;
    } catch (error) {
      for (const { failed } of all) failed(error);
      return;
    }
    if (this.gone) for (const { failed } of all) failed(new Error('Connection terminated unexpectedly'));
    else this.#send(all, behind);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  #send(all: readonly Asked[], behind: Behind): void {
    const request = new Request();
    const going = all.map((asked): Going => {
      const { statement, values } = asked;
      const columns = statement.name === '' ? undefined : this.#columns.get(statement.name);
      const prepares = columns === undefined && !this.#parsing.has(statement.name);
      if (prepares) request.prepare(statement);
      if (prepares && statement.name !== '') this.#parsing.add(statement.name);
      request.run(statement, values, columns?.formats ?? []);
      return { asked, formatted: columns !== undefined, prepares, rows: [], command: '' };
    });
    this.#requests.push({ all: going, behind });
    this.#client.connection.stream.write(request.bytes());
  }

  #heard(code: string, bytes: Buffer, from: number, to: number): void {
    const going = this.#requests[0]?.all[this.#place];
    switch (code) {
      case 'D': // DataRow
        if (going !== undefined)
          going.rows.push((this.#columns.get(going.asked.statement.name) ?? noColumns).row(bytes, from, going.formatted));
        return;
      case 'C': // CommandComplete
        if (going !== undefined) going.command = bytes.toString('latin1', from, to - 1).split(' ', 1)[0] ?? '';
        this.#place += 1;
        return;
      case 'I': // EmptyQueryResponse
        this.#place += 1;
        return;
      case 'T': // RowDescription
      case 'n': // NoData
        if (going !== undefined)
          this.#columns.set(going.asked.statement.name, code === 'n' ? noColumns : columnsIn(bytes, from, this.#types));
        return;
      case 'E': // ErrorResponse
        this.#fault ??= errorIn(bytes, from, to);
        return;
      case 'Z': // ReadyForQuery: what was asked is committed
        this.#answered();
    }
  }

  #answered(): void {
    const { all, behind } = this.#requests.shift() ?? nothing;
    const fault = this.#fault;
    const faulty = fault === undefined ? all.length : Math.min(this.#place, all.length - 1);
    this.#place = 0;
    this.#fault = undefined;
    this.waiting -= all.length;
    // Only its own: another request may be about to prepare what this one was not reached for.
    for (const { asked, prepares } of all) if (prepares) this.#parsing.delete(asked.statement.name);
    for (const [place, { asked, rows, command }] of all.entries()) {
      if (place < faulty) asked.done(rows, command);
      else if (behind === 'again' && (place > faulty || this.#unprepared(asked, fault))) void this.ask([asked], behind);
      else asked.failed(place > faulty ? new PassedOver() : fault);
    }
  }

  /** It counted on a statement before it to be prepared, and that one was not reached. */
  #unprepared({ statement }: Asked, fault: Error | undefined): boolean {
    return fault instanceof pg.DatabaseError && fault.code === '26000' && !this.#columns.has(statement.name);
  }

  #end(error: Error): void {
    if (this.gone) return;
    this.gone = true;
    for (const { all } of this.#requests) for (const { asked } of all) asked.failed(this.#fault ?? error);
  }
}

const nothing: Answering = { all: [], behind: 'passed' };
