import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf } from './contents.ts';
import { bytesOf, readPayload } from './link.ts';

const origin = 'https://socle.example.org';
const good = { url: `${origin}/shl/${'A'.repeat(43)}`, key: 'B'.repeat(43) };
const link = (payload: unknown): string => `#shlink:/${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;

test('SMART Health Links 1.0, payload: a reader takes what it knows, passes over the rest, and says why it opens nothing', () => {
  const full = { ...good, exp: 1796119200, flag: 'LP', label: 'École', v: 1 };
  assert.deepEqual(readPayload(link({ ...full, later: true }), origin), {
    url: good.url,
    key: good.key,
    exp: 1796119200,
    flag: 'LP',
    label: 'École',
  });
  assert.deepEqual(readPayload(link(good), origin), { ...good, flag: '', label: '' });
  for (const [fragment, why] of [
    ['', 'none'],
    ['#', 'none'],
    ['#other', 'broken'],
    ['#shlink:/%%%', 'broken'],
    ['#shlink:/abcd', 'broken'],
    [link({ ...good, key: undefined }), 'broken'],
    [link({ ...good, flag: 7 }), 'broken'],
    [link([]), 'broken'],
    [link({ ...good, v: 2 }), 'newer'],
    [link({ ...good, flag: 'LU' }), 'direct'],
    [link({ ...good, url: `${origin}.evil.example/shl/x` }), 'elsewhere'],
    [link({ ...good, url: `${origin}/other` }), 'elsewhere'],
  ] as const)
    assert.equal(readPayload(fragment, origin), why, fragment);
  for (const bytes of [[], [0], [255, 254], [1, 2, 3, 4]])
    assert.deepEqual([...bytesOf(Buffer.from(bytes).toString('base64url'))], bytes);
});

test('Issue 5, 4: a reader shows what it understands of a bundle, and guesses nothing of the rest', () => {
  const none = { documents: [], missing: 2 };
  for (const odd of [{}, { entry: 7 }, { entry: [null, {}, { resource: 'x' }] }]) assert.deepEqual(contentsOf([odd], 2), none);
  const document = {
    entry: [
      {
        fullUrl: 'urn:p',
        resource: { resourceType: 'Patient', name: [{ family: 'ÉCUME', given: ['AMBRE'] }], birthDate: '1958-04-17' },
      },
      {
        fullUrl: 'urn:d',
        resource: {
          resourceType: 'DocumentReference',
          status: 'superseded',
          description: 'Lettre',
          type: { text: 'Courrier' },
          context: { period: { start: '2026-03-10' } },
          author: [{ display: 'Dr A' }, { display: 'Dr B' }],
          content: [
            { attachment: { contentType: 'text/html', url: 'urn:h' } },
            { attachment: { contentType: 'application/pdf', url: 'urn:absent' } },
          ],
        },
      },
      { fullUrl: 'urn:h', resource: { resourceType: 'Binary', data: Buffer.from('<p>é</p>').toString('base64') } },
    ],
  };
  assert.deepEqual(contentsOf([document], 0), {
    person: { name: 'AMBRE ÉCUME', birthDate: '1958-04-17' },
    documents: [
      { title: 'Lettre', type: 'Courrier', date: '2026-03-10', author: 'Dr A ; Dr B', superseded: true, html: '<p>é</p>' },
    ],
    missing: 0,
  });
});
