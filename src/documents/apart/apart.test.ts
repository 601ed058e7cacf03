import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { openApart } from './apart.ts';

const hears = `import { hear } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};`;
const program = (body: string): URL => new URL(`data:text/javascript,${encodeURIComponent(hears + body)}`);
const started = (body: string) => {
  const heard: unknown[] = [];
  let ended = 0;
  let tell: (() => void) | undefined;
  const apart = openApart<object, unknown>(program(body), {
    megabytes: 64,
    heard: (answer) => {
      heard.push(answer);
      tell?.();
    },
    ended: () => {
      ended++;
      tell?.();
    },
  });
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      const alive = setTimeout(() => undefined, 60_000); // a program apart keeps nobody alive
      tell = () => {
        clearTimeout(alive);
        resolve();
      };
    });
  return { apart, heard, next, ended: () => ended };
};
const echo = `hear((order) => process.send({ ...order, env: Object.keys(process.env).filter((name) => !/^NODE_/.test(name)) }));`;

test('Socle, a program apart: what is told before it listens is heard, bytes stay bytes, nothing of the environment is there', async () => {
  const { apart, heard, next } = started(echo);
  const answered = next();
  apart.tell({ n: 1, bytes: Buffer.from('é') });
  await answered;
  assert.deepEqual(heard, [{ n: 1, bytes: Buffer.from('é'), env: [] }]);
  await apart.end();
});

test('Socle, a program apart: bytes of any length come with their order, whole, one after the other', async () => {
  const { apart, heard, next } = started(
    `import { createHash } from 'node:crypto';
    hear(({ n, bytes }) => process.send([n, createHash('sha1').update(bytes).digest('hex')]));`,
  );
  const all = [0, 1, 3_000_000, 70_000, 1_048_576, 1_048_577].map((length, n) => Buffer.alloc(length, n + 1));
  for (const [n, bytes] of all.entries()) apart.tell({ n, bytes });
  while (heard.length < all.length) await next();
  assert.deepEqual(
    heard,
    all.map((bytes, n) => [n, createHash('sha1').update(bytes).digest('hex')]),
  );
  await apart.end();
});

for (const [what, body] of [
  ['runs out of memory', 'const all = []; for (;;) all.push(new Array(1e7).fill(all.length));'],
  ['throws', `throw new Error('words of the document');`],
  ['ends', 'process.exit(3);'],
  ['is killed', `process.kill(process.pid, 'SIGKILL');`],
] as const)
  test(`Socle, a program apart: one that ${what} is told of once, and takes nobody with it`, async () => {
    const { apart, next, ended } = started(`hear(() => { ${body} });`);
    const gone = next();
    apart.tell({});
    await gone;
    apart.tell({});
    await apart.end();
    assert.equal(ended(), 1);
    assert.equal(await apart.megabytes(), undefined);
  });

test('Socle, a program apart: one that hangs is ended at once', async () => {
  const { apart, heard, next, ended } = started(`hear(() => { process.send('begun', () => { for (;;); }); });`);
  const begun = next();
  apart.tell({});
  await begun;
  await apart.end();
  assert.deepEqual([heard, ended()], [['begun'], 1]);
});
