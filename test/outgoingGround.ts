import type { MailboxPermit, Outgoing } from '#messaging';
import { type ParsedMessage, parseMessage } from '../src/messaging/mime/index.ts';
import type { Carriage, CarriedEnvelope, Carrier } from '../src/messaging/outgoing/carrier.ts';
import { openOutgoing } from '../src/messaging/outgoing/outgoing.ts';
import { readReport } from '../src/messaging/reports/readReport.ts';
import { domain, type MailGround, openMailGround, at as start, written } from './mailGround.ts';

export const other = 'autre.mssante.fr';
export const to = (local: string): string => `${local}@${other}`;
const minute = 60_000;

export interface Asked {
  readonly address: string;
  readonly notify?: ('never' | 'success' | 'failure' | 'delay')[];
  readonly originalRecipient?: string;
}

/** A queue between real mailboxes here and an operator that answers as it is told; its clock stands still. */
export class OutgoingGround {
  readonly ground: MailGround;
  at = start;
  trusted = true;
  reports = false;
  /** What the other operator answers, by address; the last word of a list holds on. */
  answers = new Map<string, string[]>();
  carried: { domain: string; envelope: CarriedEnvelope; bytes: Buffer }[] = [];
  carrying: () => Promise<void> = async () => undefined;
  readonly queues: Outgoing[] = [];
  readonly #carrier: Carrier;
  #seen = 0;

  constructor(ground: MailGround) {
    this.ground = ground;
    // its port test is in interop/smtp
    this.#carrier = { carry: (name, envelope, bytes) => this.#carry(name, envelope, bytes) };
  }

  async #carry(name: string, envelope: CarriedEnvelope, bytes: Buffer): Promise<Carriage> {
    this.carried.push({ domain: name, envelope, bytes });
    await this.carrying();
    const recipients = envelope.recipients.map(({ address }) => {
      const list = this.answers.get(address) ?? ['250 2.0.0 ok'];
      const reply = (list.length > 1 ? list.shift() : list[0]) ?? '250 2.0.0 ok';
      const outcome = reply.startsWith('2') ? 'delivered' : reply.startsWith('5') ? 'permanent' : 'temporary';
      return { recipient: address, outcome, reply } as const;
    });
    return { recipients, reports: this.reports, host: 'mx' };
  }

  /** A server of this database, with its own memory. */
  server(more: Partial<Parameters<typeof openOutgoing>[0]> = {}): Outgoing {
    const { store, trace, mailboxes, mail, post } = this.ground;
    const opened = openOutgoing({
      ...{ store, trace, mailboxes, mail },
      post: () => post,
      carrier: this.#carrier,
      trusted: async () => this.trusted,
      clock: () => this.at,
      log: () => undefined,
      reporter: `mx.${domain}`,
      postmaster: `postmaster@${domain}`,
      idle: true,
      ...more,
    });
    this.queues.push(opened);
    return opened;
  }

  /** Everything is told and forgotten; a month goes by. */
  async rest(): Promise<void> {
    this.trusted = true;
    this.answers = new Map();
    this.carrying = async () => undefined;
    this.reports = false;
    this.at = new Date(this.at.getTime() + 30 * 86_400_000);
    await this.server().settle();
    this.carried = [];
    await this.told();
  }

  sending(recipients: readonly Asked[], more: object = {}) {
    return this.ground.post.send(this.ground.permits.amelie.at(this.at), {
      recipients,
      bytes: written({ To: recipients.map(({ address }) => address).join(', ') }),
      keepIn: 'sent',
      ...more,
    });
  }

  async later(queue: Outgoing, minutes: number): Promise<void> {
    this.at = new Date(this.at.getTime() + minutes * minute);
    await queue.settle();
  }

  async #inbox(permit: MailboxPermit): Promise<{ bytes: Buffer; parsed: ParsedMessage }[]> {
    const found: { bytes: Buffer; parsed: ParsedMessage }[] = [];
    for await (const page of this.ground.mail.fetch(permit, 1, [[1, Number.POSITIVE_INFINITY]], { bytes: true }))
      for (const { bytes = Buffer.alloc(0) } of page) found.push({ bytes, parsed: parseMessage(bytes) });
    return found;
  }

  /** The reports that came to Amélie since the last time. */
  async told() {
    const all = await this.#inbox(this.ground.permits.amelie.at(this.at));
    const fresh = all.slice(this.#seen);
    this.#seen = all.length;
    return fresh.map(({ bytes, parsed }) => ({ bytes, parsed, report: readReport(bytes, parsed) }));
  }

  async summary() {
    return (await this.told()).map(({ report }) => report?.said.map(({ addresses, is }) => `${addresses.at(-1)} ${is}`));
  }

  async rows(content: number) {
    const { rows } = await this.ground.store.pool.query<{ recipient: string; state: string; attempts: number }>(
      'select recipient, state, attempts from messaging.outgoing where record_id = $1 and content = $2 order by n',
      [this.ground.permits.amelie.mailbox.id, content],
    );
    return rows;
  }

  async close(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close()));
    await this.ground.close();
  }
}

export async function openOutgoingGround(): Promise<OutgoingGround> {
  return new OutgoingGround(
    await openMailGround({
      elsewhere: async (_, address) => ({ where: 'elsewhere', domain: address.slice(address.lastIndexOf('@') + 1), address }),
    }),
  );
}
