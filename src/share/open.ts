import type { Call, RecordId } from '#kernel';
import type { ShareDesk, ShareGround } from './desk.ts';
import type { Visitor } from './enter.ts';
import { file } from './file.ts';
import type { Handed } from './link.ts';
import { type Link, links, showAgain } from './list.ts';
import { type Made, make, type Wish } from './make.ts';
import { type Manifest, type Opening, open } from './manifest.ts';
import { leaveNote } from './note.ts';
import { Pace } from './pace.ts';
import { removeNote, revoke } from './revoke.ts';
import { dropTickets } from './share.sql.ts';

/** What a person hands over by a link; each walk is one file of this folder, bound here to what it works with. */
export interface Shares {
  make(call: Call, record: RecordId, wish: Wish): Promise<Made>;
  links(call: Call, record: RecordId): Promise<readonly Link[]>;
  showAgain(call: Call, record: RecordId, id: string): Promise<Handed>;
  revoke(call: Call, record: RecordId, id: string): Promise<void>;
  removeNote(call: Call, record: RecordId, id: string, n: number): Promise<void>;
  /** For who holds a link: `id` is the one in its address. */
  open(id: string, visitor: Opening): Promise<Manifest>;
  /** A file of a manifest, encrypted, by the id in its location. */
  file(id: string, at: Date, requestId: string): Promise<string>;
  leaveNote(id: string, visitor: Visitor, words: string): Promise<void>;
  /** Forgets the places of files that lead nowhere any more. */
  sweep(now: Date): Promise<void>;
}

export function openShares(ground: ShareGround): Shares {
  const desk: ShareDesk = { ...ground, pace: new Pace() };
  return {
    make: (call, record, wish) => make(desk, call, record, wish),
    links: (call, record) => links(desk, call, record),
    showAgain: (call, record, id) => showAgain(desk, call, record, id),
    revoke: (call, record, id) => revoke(desk, call, record, id),
    removeNote: (call, record, id, n) => removeNote(desk, call, record, id, n),
    open: (id, visitor) => open(desk, id, visitor),
    file: (id, at, requestId) => file(desk, id, at, requestId),
    leaveNote: (id, visitor, words) => leaveNote(desk, id, visitor, words),
    sweep: async (now) => void (await desk.store.query(dropTickets, [now])),
  };
}
