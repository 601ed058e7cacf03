import { type Call, type RecordId, Refusal } from '#kernel';
import { passwordMatches } from '#signin';
import { type LinkRow, type ShareDesk, stateOf } from './desk.ts';
import { hashOf } from './link.ts';
import { unknown, WrongPasscode } from './refusals.ts';
import { addOpening, countRefusal, doorOf, giveTryBack, linkOf, spendTry } from './share.sql.ts';

/** Who is at the door, as they say. */
export interface Visitor {
  readonly recipient: string;
  readonly passcode?: string;
  readonly at: Date;
  readonly requestId: string;
}

const mostAMinute = 30;
/** Refusals of one link that are told, but for codes that were tried: those are few, and nobody may hide them behind many others. */
const mostRefusals = 200;
const always = 2 ** 31 - 1;

/** The link that an id opens, whatever its state. Refuses `share.unknown`, `share.too-often`. */
export async function linkBehind(desk: ShareDesk, id: string, at: Date): Promise<LinkRow> {
  const hash = hashOf(id);
  if (hash === undefined) throw unknown();
  const [door] = await desk.store.query<{ record_id: RecordId; link_id: string }>(doorOf, [hash]);
  if (door === undefined) throw unknown();
  desk.pace.count(`open/${door.link_id}`, at, mostAMinute);
  const [link] = await desk.store.query<LinkRow>(linkOf, [door.record_id, door.link_id]);
  if (link === undefined) throw unknown();
  return link;
}

/** A call in the name that somebody without an account gives. */
export function guestCall({ id }: Pick<LinkRow, 'id'>, { recipient, at, requestId }: Visitor): Call {
  return { actor: { kind: 'guest', id, name: recipient }, at, requestId };
}

/**
 * Lets a visitor past the passcode and runs `work`, or refuses and tells the person. One visitor of a link at a time on this server; between
 * servers, and when many come at once, each spends a try before its code is compared, and a right one gives it back: the count of wrong codes in
 * the life of a link holds whatever comes together. `opens`: whether an opening must be left.
 *
 * Refuses `share.unknown` (expired, revoked, used up, all tries spent), `share.wrong-passcode` with the tries left, `share.too-often`.
 * Source: SMART Health Links 1.0, Manifest Request.
 */
export async function entered<T>(
  desk: ShareDesk,
  id: string,
  visitor: Visitor,
  opens: boolean,
  work: (link: LinkRow) => Promise<T>,
): Promise<T> {
  const { id: link, record_id } = await linkBehind(desk, id, visitor.at);
  return desk.pace.inTurn(link, async () => {
    const [row] = await desk.store.query<LinkRow>(linkOf, [record_id, link]);
    if (row === undefined) throw unknown();
    try {
      await refuseEnded(desk, row, visitor, opens);
      return await work(row);
    } catch (error) {
      if (error instanceof Refusal && mayBeTold(error.code)) await tellRefusal(desk, row, visitor, error.code);
      throw error instanceof Refusal && error.code.startsWith('rights.') ? unknown() : error;
    }
  });
}

const mayBeTold = (code: string): boolean =>
  code === 'share.unknown' || code === 'share.wrong-passcode' || code.startsWith('rights.');

async function refuseEnded(desk: ShareDesk, link: LinkRow, visitor: Visitor, opens: boolean): Promise<void> {
  const state = stateOf(link, visitor.at);
  if (state !== 'open' && !(state === 'used' && !opens)) throw unknown();
  if (link.passcode === null) return;
  if (visitor.passcode === undefined) throw new WrongPasscode(link.tries_left);
  const place = [link.record_id, link.id];
  const [spent] = await desk.store.query<{ tries_left: number }>(spendTry, [...place, visitor.at, opens]);
  if (spent === undefined) throw unknown();
  if (await compared(visitor.passcode, link.passcode, () => desk.store.query(giveTryBack, place))) return;
  throw new WrongPasscode(spent.tries_left);
}

/** A try is given back when the code was right, and when it was compared with nothing because too many sign in at once. */
async function compared(passcode: string, hash: string, giveBack: () => Promise<unknown>): Promise<boolean> {
  const right = await passwordMatches(passcode, hash).catch(async (error: unknown) => {
    await giveBack();
    throw error;
  });
  if (right) await giveBack();
  return right;
}

/** Told to the person as any refusal is; in its own transaction, with its line. */
async function tellRefusal(desk: ShareDesk, link: LinkRow, visitor: Visitor, code: string): Promise<void> {
  const tried = code === 'share.wrong-passcode' && visitor.passcode !== undefined;
  await desk.store.transaction(async (tx) => {
    const most = tried ? always : mostRefusals;
    const [row] = await tx.query<{ events: number }>(countRefusal, [link.record_id, link.id, most]);
    if (row === undefined) return;
    tx.write(addOpening, [link.record_id, link.id, row.events, visitor.at, visitor.recipient, code]);
    await desk.trace.append(tx, guestCall(link, visitor), link.record_id, {
      action: 'share',
      outcome: 'refused',
      object: { kind: 'Link', id: link.id, title: link.label },
      code,
      detail: { change: 'open' },
    });
  });
}
