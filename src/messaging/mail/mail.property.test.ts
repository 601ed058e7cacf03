/** The folders of a mailbox held to a model that does nothing clever: lists of messages, counted anew each time. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import fc from 'fast-check';
import { type MailGround, openMailGround, written } from '../../../test/mailGround.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { type FlagChange, flagBits, type UidRanges } from './mail.ts';

interface Message {
  readonly uid: number;
  readonly content: number;
  readonly flags: number;
  readonly keywords: readonly string[];
}

interface Model {
  readonly names: readonly string[];
  readonly messages: Map<string, Message[]>;
  readonly next: Map<string, number>;
  readonly gone: { readonly folder: string; readonly uid: number; readonly step: number }[];
  contents: number;
}

type Step =
  | { readonly do: 'append'; readonly folder: number; readonly flags: number }
  | { readonly do: 'flag'; readonly folder: number; readonly ranges: UidRanges; readonly change: FlagChange }
  | { readonly do: 'copy' | 'move'; readonly folder: number; readonly to: number; readonly ranges: UidRanges }
  | { readonly do: 'expunge'; readonly folder: number; readonly ranges?: UidRanges };

const folder = fc.nat({ max: 2 });
const ranges = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 8 })).map(([from, more]) => [from, from + more] as const),
  { minLength: 1, maxLength: 3 },
);
const keywords = fc.subarray(['$MDNSent', 'patient', 'Urgent']);
const change = fc.record({ how: fc.constantFrom('add', 'remove', 'replace'), flags: fc.nat({ max: 31 }), keywords });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append'), folder, flags: fc.nat({ max: 31 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('flag'), folder, ranges, change }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('copy', 'move'), folder, to: folder, ranges }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expunge'), folder, ranges }, { requiredKeys: ['do', 'folder'] }) },
);

const within = (all: UidRanges, uid: number): boolean => all.some(([from, to]) => uid >= from && uid <= to);

function modelled(before: Message, { how, flags, keywords: words }: FlagChange): Message {
  if (how === 'replace') return { ...before, flags, keywords: words };
  if (how === 'remove')
    return { ...before, flags: before.flags & ~flags, keywords: before.keywords.filter((word) => !words.includes(word)) };
  return { ...before, flags: before.flags | flags, keywords: [...new Set([...before.keywords, ...words])] };
}

/** Does the step to the model; gives the uids that it must give. */
function imagine(model: Model, asked: Step, number: number): readonly number[] {
  const name = model.names[asked.folder] ?? '';
  const all = model.messages.get(name) ?? [];
  const next = (into: string): number => {
    const uid = model.next.get(into) ?? 1;
    model.next.set(into, uid + 1);
    return uid;
  };
  const take = (which: (message: Message) => boolean): number[] => {
    const uids = all.filter(which).map(({ uid }) => uid);
    model.messages.set(
      name,
      (model.messages.get(name) ?? []).filter(({ uid }) => !uids.includes(uid)),
    );
    for (const uid of uids) model.gone.push({ folder: name, uid, step: number });
    return uids;
  };
  switch (asked.do) {
    case 'append': {
      model.contents += 1;
      const message = { uid: next(name), content: model.contents, flags: asked.flags, keywords: [] };
      model.messages.set(name, [...all, message]);
      return [message.uid];
    }
    case 'flag':
      model.messages.set(
        name,
        all.map((one) => (within(asked.ranges, one.uid) ? modelled(one, asked.change) : one)),
      );
      return all.filter(({ uid }) => within(asked.ranges, uid)).map(({ uid }) => uid);
    case 'expunge':
      return take(({ uid, flags }) => (flags & flagBits.deleted) !== 0 && within(asked.ranges ?? [[1, 1e9]], uid));
    default: {
      const into = model.names[asked.to] ?? '';
      const chosen = all.filter(({ uid }) => within(asked.ranges, uid));
      const arrived = chosen.map((one) => ({ ...one, uid: next(into) }));
      model.messages.set(into, [...(model.messages.get(into) ?? []), ...arrived]);
      if (asked.do === 'move') take(({ uid }) => chosen.some((one) => one.uid === uid));
      return arrived.map(({ uid }) => uid);
    }
  }
}

let ground: MailGround;
let mailboxes = 0;
before(async () => {
  ground = await openMailGround();
});
after(() => ground.close());

async function really(
  permit: MailboxPermit,
  ids: readonly number[],
  names: readonly string[],
  asked: Step,
): Promise<readonly number[]> {
  const { mail } = ground;
  const id = ids[asked.folder] ?? 0;
  switch (asked.do) {
    case 'append':
      return [(await mail.append(permit, names[asked.folder] ?? '', written(), { flags: asked.flags })).uid];
    case 'flag':
      return (await mail.flag(permit, id, asked.ranges, asked.change)).changed.map(({ uid }) => uid);
    case 'expunge':
      return mail.expunge(permit, id, asked.ranges);
    default: {
      const { pairs } = await mail[asked.do](permit, id, asked.ranges, names[asked.to] ?? '');
      return pairs.map(([, to]) => to);
    }
  }
}

/** Everything that is told of the folders is what the model counts. */
async function compare(permit: MailboxPermit, model: Model, ids: readonly number[], since: readonly number[]): Promise<void> {
  const { mail } = ground;
  const held = new Set<number>();
  let messages = 0;
  for (const [index, name] of model.names.entries()) {
    const expected = (model.messages.get(name) ?? []).toSorted((a, b) => a.uid - b.uid);
    const found = [];
    for await (const page of mail.fetch(permit, ids[index] ?? 0, [[1, Number.POSITIVE_INFINITY]], { size: true }))
      found.push(...page);
    assert.deepEqual(
      found.map(({ uid, content, flags, keywords: words }) => ({ uid, content, flags, keywords: [...words].sort() })),
      expected.map(({ uid, content, flags, keywords: words }) => ({ uid, content, flags, keywords: [...words].sort() })),
    );
    const status = await mail.status(permit, name);
    const unseen = expected.filter(({ flags }) => (flags & flagBits.seen) === 0);
    assert.deepEqual(
      [status.messages, status.unseen, status.deleted, status.firstUnseen, status.uidNext, status.bytes],
      [
        expected.length,
        unseen.length,
        expected.filter(({ flags }) => (flags & flagBits.deleted) !== 0).length,
        unseen[0]?.uid,
        model.next.get(name) ?? 1,
        found.reduce((sum, { size = 0 }) => sum + size, 0),
      ],
    );
    assert.deepEqual(
      [...(await mail.uids(permit, ids[index] ?? 0))],
      expected.map(({ uid }) => uid),
    );
    assert.ok(status.modseq >= Math.max(0, ...found.map(({ modseq }) => modseq)));
    const vanished = await mail.vanished(permit, ids[index] ?? 0, since[index] ?? 0);
    assert.deepEqual(
      [...vanished].sort((a, b) => a - b),
      model.gone
        .filter((one) => one.folder === name && one.step >= 0)
        .map(({ uid }) => uid)
        .sort((a, b) => a - b),
    );
    for (const { content } of expected) held.add(content);
    messages += expected.length;
  }
  const quota = await mail.quota(permit);
  const { rows } = await ground.store.pool.query<{ n: number; bytes: number }>(
    'select count(*)::int as n, coalesce(sum(size), 0)::int as bytes from messaging.content where record_id = $1',
    [permit.mailbox.id],
  );
  assert.deepEqual([quota.messages, rows[0]?.n, quota.usedBytes], [messages, held.size, rows[0]?.bytes]);
}

it('RFC 3501, 7162: appended, flagged, copied, moved and expunged at random, folders are what a naive model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const permit = await ground.mailbox(`modele-${++mailboxes}`);
      const names = ['INBOX', 'Sent', 'Archive'];
      const folders = await ground.mail.folders(permit);
      const ids = names.map((name) => folders.find((one) => one.name === name)?.id ?? 0);
      const model: Model = { names, messages: new Map(), next: new Map(), gone: [], contents: 0 };
      const modseqs = new Map<number, number>();
      for (const [number, asked] of steps.entries()) {
        const expected = imagine(model, asked, number);
        const found = await really(permit, ids, names, asked);
        assert.deepEqual(
          [...found].sort((a, b) => a - b),
          [...expected].sort((a, b) => a - b),
          JSON.stringify(asked),
        );
        for (const { id, modseq } of await ground.mail.folders(permit)) {
          assert.ok(modseq >= (modseqs.get(id) ?? 0), 'a modseq never goes back');
          modseqs.set(id, modseq);
        }
      }
      await compare(permit, model, ids, [0, 0, 0]);
    }),
    { numRuns: 40 },
  );
});
