import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { newRecordId } from '#kernel';
import { openStore, statement } from '#store';
import { testDatabase } from '../../test/store.ts';
import type { Facts } from './check.ts';
import { dictionary } from './dictionary.ts';
import { documentsMigrations } from './documents.schema.ts';
import { ofSubmission, readEntry, sameIds, submissionByUid } from './documents.sql.ts';
import { type EntryRow, entryOf, type KeptRow, keptOf, titleOf } from './entry.ts';
import { pack, unpack } from './packed.ts';

const facts: Facts = {
  uniqueId: '2.25.1',
  docVersion: 1,
  title: 'Compte rendu de l’été',
  language: 'fr-FR',
  type: { code: '11488-4', system: '2.16.840.1.113883.6.1', display: 'CR ou fiche de consultation ou de visite' },
  class: { code: '10', system: '1.2.250.1.213.1.1.4.1', display: 'Compte rendu' },
  format: { code: 'urn:ihe:iti:xds-sd:pdf:2008', system: '1.3.6.1.4.1.19376.1.2.3', display: 'Pdf' },
  creation: '2026-02-03T09:30:00.000Z',
  eventStart: '2026-02-03T09:30:00.000Z',
  authors: [{ id: '899700000229', name: 'Gaël', structure: { id: '1990000903', name: 'Maison "mediaType":"non"' } }],
  level: 'N3',
  mediaType: 'text/xml',
  size: 6727,
  sha1: 'W1m2TmwpAvNDNriKCUfXgeqmX9g=',
  sha256: 'f9a60a50e49eb9f443d71b2d598387e001ea8bedb76574c9cef8b1d065842e37',
};

test('issue 3, bytes on disk: what rows are packed with never changes, and gives back what went in', () => {
  assert.equal(createHash('sha256').update(dictionary).digest('hex').slice(0, 16), '4bf2072627e076a4');
  for (const text of ['{}', JSON.stringify(facts), JSON.stringify({ a: 'é\u{1f600}\n'.repeat(5000) })]) {
    assert.equal(unpack(pack(text)), text);
    assert.equal(unpack(Buffer.from(text)), text);
  }
  assert.ok(keptOf(facts).facts.length < JSON.stringify(facts).length / 4);
});

test('issue 3, bytes on disk: a title that ends within a character is kept as it is', () => {
  const title = 'Été \u{1f600}'.slice(0, -1);
  const kept = keptOf({ ...facts, title });
  assert.deepEqual([kept.title, titleOf(kept)], [null, title]);
});

test('issue 3, bytes on disk: entries and submissions of an earlier version of Socle are read as they were', async () => {
  const { settings, release } = await testDatabase();
  const record = newRecordId();
  const date = new Date('2026-02-03T09:30:00Z');
  const titles = [facts.title, 'Coupé \ud83d', 'Guillemets "mediaType":"non"'];
  try {
    const before = await openStore(settings, { migrations: documentsMigrations.slice(0, 4), log: () => undefined, mode: 'own' });
    await before.query(
      statement(
        'test.lot',
        `insert into documents.submission values ($1, 1, 'urn:oid:2.25.9', $2, 'cli', '{"resourceType":"List"}')`,
      ),
      [record, date],
    );
    for (const [index, title] of titles.entries()) {
      await before.query(
        statement(
          'test.entry',
          `insert into documents.entry (record_id, n, version, submission_n, unique_id, status, date, updated_at, deposited_at, event_start,
             event_end, type_code, class_code, format_code, depositor, author_ids, hidden_from_professionals, hidden_from_patient,
             replaced_by, blob, facts)
           values ($1, $2, 1, 1, $3, $4, $5, $5, $5, $5, $5, '11488-4', '10', 'x', 'cli', '{}', false, true, $6,
             '01942a5a-872b-47de-9183-170f674e48f8', $7)`,
        ),
        [
          record,
          index + 2,
          `2.25.${index}`,
          index === 0 ? 'superseded' : 'current',
          date,
          index === 0 ? 3 : null,
          JSON.stringify({ ...facts, title }),
        ],
      );
    }
    await before.close();
    const store = await openStore(settings, { migrations: documentsMigrations, log: () => undefined, mode: 'own' });
    for (const [index, title] of titles.entries()) {
      const [row] = await store.query<EntryRow & { blob: string }>(
        readEntry(() => 'true'),
        [record, index + 2],
      );
      assert.ok(row !== undefined);
      const entry = entryOf(record, row);
      const { type, authors, size } = entry.facts();
      assert.deepEqual(
        [entry.title, entry.mediaType, type, authors, size],
        [title, 'text/xml', facts.type, facts.authors, facts.size],
      );
      assert.deepEqual(
        [entry.status, row.blob],
        [index === 0 ? 'superseded' : 'current', '01942a5a-872b-47de-9183-170f674e48f8'],
      );
    }
    const rows = await store.query<KeptRow & { sha256: Buffer }>(ofSubmission, [record, 1]);
    assert.deepEqual(
      rows.map((row) => [titleOf(row), row.sha256.toString('hex')]),
      titles.map((title) => [title, facts.sha256]),
    );
    assert.deepEqual(await store.query(submissionByUid, [record, 'urn:oid:2.25.9']), [{ n: 1, depositor: 'cli' }]);
    const known = await store.query<{ n: number }>(sameIds, [record, ['2.25.1', '2.25.7'], [4]]);
    assert.deepEqual(known.map(({ n }) => n).sort(), [3, 4]);
    await store.close();
  } finally {
    await release();
  }
});
