import type { FastifyReply } from 'fastify';
import type { RecordId } from '#kernel';
import type { Trace } from '#trace';

/** Tells open pages that something happened to a record, so that they look again; carries no content. */
export interface Live {
  /**
   * Holds the reply open as an event stream until the page goes away. `may` is asked before each event, and rejects once the page may not
   * look any more: then the page is told that its rights changed, and the stream ends.
   */
  open(reply: FastifyReply, record: RecordId, may?: () => Promise<unknown>): void;
  /**
   * Holds the reply open for what is told by another way than a record's log: `start` gives the way to tell, and what it gives back is called
   * when the page goes away. `may` as in {@link Live.open}.
   */
  follow(
    reply: FastifyReply,
    start: (tell: (kind: 'message', data: object) => void) => () => void,
    may: () => Promise<unknown>,
  ): void;
  /** A hint from another server of the same database: look at this record. */
  heard(record: string): void;
  close(): void;
}

type Kind = 'document' | 'access' | 'rights' | 'message';
const ofMail: ReadonlySet<string> = new Set(['send', 'receive', 'remove']);

const look = 2000;
const heartbeat = 20_000;
const mostPages = 5000;

const always = async (): Promise<void> => undefined;

/**
 * In-process lines are told at once. What other servers write is found by comparing the position of each watched record's log every two
 * seconds: one statement, only while somebody watches.
 */
export function openLive(trace: Trace): Live {
  const pages = new Map<RecordId, Map<FastifyReply, () => Promise<unknown>>>();
  const followed = new Set<FastifyReply>();
  const seen = new Map<RecordId, number>();
  const tell = (record: RecordId, kind: Kind): void => {
    for (const [reply, may] of pages.get(record) ?? []) {
      may().then(
        () => reply.raw.write(`event: ${kind}\ndata: {}\n\n`),
        () => reply.raw.end('event: rights\ndata: {}\n\n'),
      );
    }
  };
  trace.onLine((record, { action, object, outcome }) => {
    if (!pages.has(record)) return;
    const before = seen.get(record);
    if (before !== undefined) seen.set(record, before + 1);
    const document = action === 'deposit' || (action === 'write' && object?.kind === 'DocumentReference' && outcome === 'done');
    const kind = document ? 'document' : action === 'rights' ? 'rights' : ofMail.has(action) ? 'message' : 'access';
    tell(record, kind);
  });
  const compare = async (): Promise<void> => {
    if (pages.size === 0) return;
    const positions = await trace.positions([...pages.keys()]).catch(() => new Map<RecordId, number>());
    for (const [record, position] of positions) {
      const before = seen.get(record);
      seen.set(record, position);
      if (before !== undefined && position > before) tell(record, 'document');
    }
  };
  const looking = setInterval(() => void compare(), look);
  const beating = setInterval(() => {
    for (const reply of followed) reply.raw.write(': still here\n\n');
    for (const replies of pages.values()) for (const reply of replies.keys()) reply.raw.write(': still here\n\n');
  }, heartbeat);
  const begin = (reply: FastifyReply): boolean => {
    if (pages.size + followed.size >= mostPages) {
      reply.code(503).header('retry-after', '30').send();
      return false;
    }
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 2000\n\n');
    return true;
  };
  return {
    open(reply, record, may = always) {
      if (!begin(reply)) return;
      const replies = pages.get(record) ?? new Map();
      pages.set(record, replies.set(reply, may));
      reply.raw.on('close', () => {
        replies.delete(reply);
        if (replies.size > 0) return;
        pages.delete(record);
        seen.delete(record);
      });
    },
    follow(reply, start, may) {
      if (!begin(reply)) return;
      followed.add(reply);
      const end = start((kind, data) => {
        may().then(
          () => reply.raw.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`),
          () => reply.raw.end('event: rights\ndata: {}\n\n'),
        );
      });
      reply.raw.on('close', () => {
        followed.delete(reply);
        end();
      });
    },
    heard: (record) => tell(record as RecordId, 'document'),
    close() {
      clearInterval(looking);
      clearInterval(beating);
      for (const reply of followed) reply.raw.end();
      for (const replies of pages.values()) for (const reply of replies.keys()) reply.raw.end();
    },
  };
}
