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
  /** A hint from another server of the same database: look at this record. */
  heard(record: string): void;
  close(): void;
}

type Kind = 'document' | 'access' | 'rights';

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
    tell(record, document ? 'document' : action === 'rights' ? 'rights' : 'access');
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
    for (const replies of pages.values()) for (const reply of replies.keys()) reply.raw.write(': still here\n\n');
  }, heartbeat);
  return {
    open(reply, record, may = always) {
      if (pages.size >= mostPages) {
        reply.code(503).header('retry-after', '30').send();
        return;
      }
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      reply.raw.write('retry: 2000\n\n');
      const replies = pages.get(record) ?? new Map();
      pages.set(record, replies.set(reply, may));
      reply.raw.on('close', () => {
        replies.delete(reply);
        if (replies.size > 0) return;
        pages.delete(record);
        seen.delete(record);
      });
    },
    heard: (record) => tell(record as RecordId, 'document'),
    close() {
      clearInterval(looking);
      clearInterval(beating);
      for (const replies of pages.values()) for (const reply of replies.keys()) reply.raw.end();
    },
  };
}
