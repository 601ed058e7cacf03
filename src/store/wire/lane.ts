import pg from 'pg';
import type { Statement } from '../sql.ts';
import { type Columns, columnsIn, noColumns, type Row } from './columns.ts';
import { errorIn, messages } from './messages.ts';
import { Request } from './request.ts';
import type { Sent } from './values.ts';

/** One statement that somebody waits for. */
export interface Asked {
  readonly statement: Statement;
  readonly values: readonly Sent[];
  readonly done: (rows: Row[]) => void;
  readonly failed: (error: unknown) => void;
}

/** Under way: its rows so far, and whether they come in the formats of its columns. */
interface Going {
  readonly asked: Asked;
  readonly formatted: boolean;
  readonly rows: Row[];
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
  readonly #freed: () => void;
  readonly #requests: (readonly Going[])[] = [];
  readonly #columns = new Map<string, Columns>();
  readonly #parsing = new Set<string>();
  /** Where in the first request the answer is, and what went wrong there. */
  #place = 0;
  #fault: Error | undefined;
  waiting = 0;
  gone = false;

  /** `freed` is called when an answer is whole, and when the connection is gone. */
  constructor(config: pg.ClientConfig, types: pg.CustomTypesConfig, freed: () => void) {
    this.#client = new pg.Client(config);
    this.#types = types;
    this.#freed = freed;
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

  /** Answers when all are read. When one fails, those behind it are asked again: several go together only if they change nothing. */
  async ask(all: readonly Asked[]): Promise<void> {
    this.waiting += all.length;
    try {
      await this.#connected;
    } catch (error) {
      for (const { failed } of all) failed(error);
      return;
    }
    if (this.gone) for (const { failed } of all) failed(new Error('Connection terminated unexpectedly'));
    else this.#send(all);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  #send(all: readonly Asked[]): void {
    const request = new Request();
    const going = all.map((asked): Going => {
      const { statement, values } = asked;
      const columns = statement.name === '' ? undefined : this.#columns.get(statement.name);
      if (columns === undefined && !this.#parsing.has(statement.name)) {
        request.prepare(statement);
        if (statement.name !== '') this.#parsing.add(statement.name);
      }
      request.run(statement, values, columns?.formats ?? []);
      return { asked, formatted: columns !== undefined, rows: [] };
    });
    this.#requests.push(going);
    this.#client.connection.stream.write(request.bytes());
  }

  #heard(code: string, bytes: Buffer, from: number, to: number): void {
    const going = this.#requests[0]?.[this.#place];
    switch (code) {
      case 'D': // DataRow
        if (going !== undefined)
          going.rows.push((this.#columns.get(going.asked.statement.name) ?? noColumns).row(bytes, from, going.formatted));
        return;
      case 'C': // CommandComplete
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
    const all = this.#requests.shift() ?? [];
    const fault = this.#fault;
    const faulty = fault === undefined ? all.length : Math.min(this.#place, all.length - 1);
    this.#place = 0;
    this.#fault = undefined;
    this.waiting -= all.length;
    for (const { asked } of all) this.#parsing.delete(asked.statement.name);
    all.forEach(({ asked, rows }, place) => {
      if (place < faulty) asked.done(rows);
      else if (place > faulty || this.#unprepared(asked, fault)) void this.ask([asked]);
      else asked.failed(fault);
    });
    this.#freed();
  }

  /** It counted on a statement before it to be prepared, and that one was not reached. */
  #unprepared({ statement }: Asked, fault: Error | undefined): boolean {
    return fault instanceof pg.DatabaseError && fault.code === '26000' && !this.#columns.has(statement.name);
  }

  #end(error: Error): void {
    if (this.gone) return;
    this.gone = true;
    for (const { asked } of this.#requests.flat()) asked.failed(this.#fault ?? error);
    this.#freed();
  }
}
