import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { type OutgoingGround, openOutgoingGround, to } from '../../../test/outgoingGround.ts';
import { schedule } from './schedule.ts';

const minute = 60_000;
let out: OutgoingGround;
before(async () => {
  out = await openOutgoingGround();
});
after(() => out.close());
afterEach(() => out.rest());

test('store, outbox: two servers at one queue send each message once, and never more than so many connections to a domain', async () => {
  const servers = [out.server(), out.server(), out.server()];
  let now = 0;
  let most = 0;
  out.carrying = async () => {
    most = Math.max(most, ++now);
    await new Promise((done) => setTimeout(done, 5));
    now -= 1;
  };
  for (let n = 0; n < 30; n++) await out.sending([{ address: to(`boite${n}`) }]);
  await Promise.all(servers.map((one) => one.settle()));
  assert.deepEqual(
    out.carried.map(({ envelope }) => envelope.recipients[0]?.address).sort(),
    Array.from({ length: 30 }, (_, n) => to(`boite${n}`)).sort(),
  );
  assert.ok(most <= servers.length * schedule.connectionsPerDomain && most > 1);
});

test('store, outbox: a server that dies while it carries is taken over when its claim ends, not before; the message is the same', async () => {
  const dead = out.server();
  out.carrying = () => new Promise(() => undefined);
  await out.sending([{ address: to('un') }]);
  void dead.settle();
  while (out.carried.length === 0) await new Promise((done) => setTimeout(done, 5));
  out.queues.splice(out.queues.indexOf(dead), 1); // it never closes
  out.carrying = async () => undefined;
  const heir = out.server();
  await out.later(heir, schedule.leaseMinutes - 1);
  assert.equal(out.carried.length, 1);
  await out.later(heir, 1);
  assert.equal(out.carried.length, 2);
  assert.ok(out.carried[0]?.bytes.equals(out.carried[1]?.bytes ?? Buffer.alloc(0)));
  await out.later(heir, 600);
  assert.equal(out.carried.length, 2);
});

test('store, outbox: what an attempt settles late, after another took over, counts for nothing', async () => {
  const slow = out.server();
  let go = (): void => undefined;
  out.carrying = () =>
    new Promise((done) => {
      go = done;
    });
  out.answers.set(to('un'), ['550 5.1.1 no', '250 2.0.0 ok']);
  const { content } = await out.sending([{ address: to('un') }]);
  const slowly = slow.settle();
  while (out.carried.length === 0) await new Promise((done) => setTimeout(done, 5));
  const first = go;
  out.carrying = async () => undefined;
  out.at = new Date(out.at.getTime() + schedule.leaseMinutes * minute);
  out.answers.set(to('un'), ['250 2.0.0 ok']);
  await out.server().settle();
  first();
  await slowly;
  assert.deepEqual(await out.rows(content), [{ recipient: to('un'), state: 'delivered', attempts: 2 }]);
  assert.deepEqual(await out.told(), []);
});

test('store, outbox: a report that was delivered when its server died is not delivered again; one that cannot be is tried later', async () => {
  out.answers.set(to('non'), ['550 5.1.1 no']);
  await out.sending([{ address: to('non') }]);
  let dies = true;
  const mail = {
    ...out.ground.mail,
    append: async (...asked: Parameters<typeof out.ground.mail.append>) => {
      const done = await out.ground.mail.append(...asked);
      if (dies) throw new Error('the power went out');
      return done;
    },
  };
  const queue = out.server({ mail });
  await queue.settle();
  dies = false;
  assert.equal((await out.told()).length, 1);
  await out.later(queue, schedule.tellAgainAfterMinutes);
  await out.later(queue, schedule.tellAgainAfterMinutes);
  assert.deepEqual(await out.told(), []);
  const { rows: left } = await out.ground.store.pool.query('select 1 from messaging.outgoing where tell is not null');
  assert.equal(left.length, 0);
});
