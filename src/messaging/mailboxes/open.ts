import type { RecordId } from '#kernel';
import { citizensMailbox } from './citizens.ts';
import type { MailboxDesk } from './desk.ts';
import { enter, enterForHouse, mine, requireRight } from './enter.ts';
import { give, take } from './holders.ts';
import { change, close, reopen } from './life.ts';
import type { Holder, Mailboxes, MailboxRight } from './mailbox.ts';
import { addressOf, holdersOf, mailboxById, mailboxPage } from './mailboxes.sql.ts';
import { openMailbox } from './openMailbox.ts';
import { type MailboxRow, mailboxOf } from './row.ts';

const mostListed = 200;

export function openMailboxes(desk: MailboxDesk): Mailboxes {
  const { store } = desk;
  const byId: Mailboxes['byId'] = async (id) => {
    const [row] = await store.query<MailboxRow>(mailboxById, [id]);
    return row && mailboxOf(row);
  };
  return {
    domains: desk.domains,
    byId,
    async byAddress(address) {
      const [row] = await store.query<{ record_id: RecordId }>(addressOf, [address.toLowerCase().normalize('NFC')]);
      return row && byId(row.record_id);
    },
    async list({ after = '', kind, limit = mostListed } = {}) {
      const rows = await store.query<MailboxRow>(mailboxPage, [after, kind ?? null, Math.min(limit, mostListed)]);
      return rows.map(mailboxOf);
    },
    open: (call, wanted) => openMailbox(desk, call, wanted),
    ofCitizen: (call, record) => citizensMailbox(desk, call, record),
    mine: (call) => mine(desk, call),
    enter: (call, mailbox, may) => enter(desk, call, mailbox, may),
    enterForHouse: (mailbox, at) => enterForHouse(desk, mailbox, at),
    async holders(permit) {
      requireRight(permit, 'manage');
      type Row = { holder: string; may: MailboxRight; since: Date; until: Date | null; given_by: string };
      const rows = await store.query<Row>(holdersOf, [permit.mailbox.id]);
      return rows.map(
        ({ holder, may, since, until, given_by: givenBy }): Holder => ({
          holder,
          may,
          since,
          until: until ?? undefined,
          givenBy,
        }),
      );
    },
    give: (permit, to, may, until) => give(desk, permit, to, may, until),
    take: (permit, from) => take(desk, permit, from),
    change: (permit, wanted) => change(desk, permit, wanted),
    close: (call, mailbox) => close(desk, call, mailbox),
    reopen: (call, mailbox) => reopen(desk, call, mailbox),
  };
}
