import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newRecordId } from '#kernel';
import { type Entry, entryOf } from './entry.ts';
import { afterIn, findInEach, joinedLists, type Place } from './listed.ts';
import type { DocumentList, FoundDocuments } from './listing.ts';
import { pack } from './packed.ts';

/** A document of that second; which record it is of matters to nobody here. */
function entry(second: number, n: number): Entry {
  const row = {
    n,
    version: 1,
    date: new Date(second * 1000),
    deposited_at: new Date(0),
    facts: pack('{}'),
    title: `${second}/${n}`,
  };
  return entryOf(newRecordId(), row as unknown as Parameters<typeof entryOf>[1]);
}

/** A record's list as the database gives it. */
function listOf(entries: readonly Entry[], after: Place | undefined, limit: number): DocumentList {
  const sorted = [...entries].sort((a, b) => b.date.getTime() - a.date.getTime() || b.n - a.n);
  const left = sorted.filter(
    ({ date, n }) => after === undefined || date < after.date || (date.getTime() === after.date.getTime() && n < after.n),
  );
  const items = left.slice(0, limit);
  const last = items.at(-1);
  return { items, counts: new Map(), ...(left.length > limit && last ? { next: { date: last.date, n: last.n } } : {}) };
}

const records = fc.array(fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 12 }), { minLength: 1, maxLength: 4 });

test('RNIV 1, doublons: the pages of several records together hold each document once, newest first, whatever their dates', () => {
  fc.assert(
    fc.property(records, fc.integer({ min: 1, max: 7 }), (numbers, limit) => {
      const parts = numbers.map((list) => list.map((n) => entry(n % 4, n)));
      const read: Entry[] = [];
      let after: Place | undefined;
      for (let pages = 0; ; pages++) {
        assert.ok(pages < 60, 'it ends');
        const page = joinedLists(
          parts.map((part, of) => listOf(part, afterIn(of, after), limit)),
          limit,
        );
        assert.ok(page.items.length <= limit);
        read.push(...page.items);
        after = page.next;
        if (after === undefined) break;
      }
      assert.equal(new Set(read).size, read.length);
      assert.equal(read.length, parts.flat().length);
      const dates = read.map(({ date }) => date.getTime());
      assert.deepEqual(
        dates,
        [...dates].sort((a, b) => b - a),
      );
    }),
  );
});

test('RNIV 1, doublons: words found in several records are paged as one list, a record that refuses left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }),
      fc.nat({ max: 3 }),
      fc.integer({ min: 1, max: 5 }),
      async (sizes, refusing, limit) => {
        const found = sizes.map((size) => Array.from({ length: size }, (_, n) => ({ n }) as never));
        const homes = sizes.map(() => newRecordId());
        const wanted = found.filter((_, part) => part === 0 || part !== refusing).flat();
        const read: unknown[] = [];
        for (let from: number | undefined = 0; from !== undefined; ) {
          const page: FoundDocuments = await findInEach(homes, { from, limit }, async (home, query) => {
            const part = homes.indexOf(home);
            if (part > 0 && part === refusing) return undefined;
            const of = found[part] ?? [];
            const start = query.from ?? 0;
            const unread = { waiting: 0, partly: 0, beyond: false };
            return { asked: true, items: of.slice(start, start + query.limit), total: of.length, unread };
          });
          assert.equal(page.total, wanted.length);
          read.push(...page.items);
          from = page.next;
        }
        assert.deepEqual(read, wanted);
      },
    ),
  );
});
