import type { Actor, RecordId } from '#kernel';
import { countDeed } from '../figures/count.ts';
import type { Marks } from '../mail/mail.ts';
import type { Mailbox } from '../mailboxes/mailbox.ts';
import { parseMessage } from '../mime/index.ts';
import type { ParsedMessage } from '../mime/parsed.ts';
import { contentOf } from './conversations.sql.ts';
import { inRecord, type Kept, nextNumber, readKept, writeHappened } from './correspondence.ts';
import type { ConversationDesk } from './desk.ts';
import { tellOfMessage } from './notices.ts';
import { type Fin, finOf, isPrivate } from './rules.ts';
import { house } from './standing.ts';

/** What of a professional's message the rules look at. */
interface Heard {
  readonly content: number;
  readonly thread: number;
  readonly at: Date;
  readonly from: { readonly name: string; readonly address: string };
  readonly answerTo: string;
  readonly fin: Fin;
  readonly isPrivate: boolean;
}

/**
 * After a message has arrived in a mailbox, by a job that may come twice: in a citizen's, it opens its conversation or changes who may write
 * in it, and the person is told. Reports and automatic answers change nothing.
 */
export async function told(desk: ConversationDesk, mailbox: RecordId, content: number): Promise<void> {
  const found = await desk.mailboxes.byId(mailbox);
  if (found?.kind !== 'CIT') return;
  const heard = await hear(desk, mailbox, content);
  if (heard === undefined) return;
  const fresh = await inRecord(desk.store, mailbox, async (tx) => {
    const { from, answerTo, at, thread, fin } = heard;
    const known = await readKept(tx, mailbox, from.address);
    if (known !== undefined && known.told >= content) return false;
    const kept: Kept = {
      ...(known ?? { address: from.address, since: at, correspondence: { conversations: new Map() }, threads: new Map() }),
      name: from.name,
      answerTo,
      told: content,
    };
    const there = [...kept.threads].find(([, one]) => one.thread === thread)?.[0];
    const conversation = there ?? (await nextNumber(tx, mailbox));
    if (there === undefined) countDeed(tx, { mailbox, at: heard.at, what: 'conversation' });
    writeHappened(
      tx,
      mailbox,
      kept,
      { is: 'letter', conversation, fin, at },
      {
        ...(there === undefined ? { made: { n: conversation, thread, at } } : {}),
        ...(heard.isPrivate ? { privacy: new Map([[conversation, true]]) } : {}),
      },
    );
    return true;
  });
  if (fresh) await tellOfMessage(desk, mailbox, heard.isPrivate);
}

async function hear(desk: ConversationDesk, record: RecordId, content: number): Promise<Heard | undefined> {
  type Row = { n: number; thread: number; subject: string; marks: string; at: Date };
  const [row] = await desk.store.query<Row>(contentOf, [record, content]);
  if (row === undefined || (JSON.parse(row.marks) as Marks).report !== undefined) return undefined;
  const parsed = parseMessage(await desk.mail.raw(await desk.mailboxes.enterForHouse(record, row.at), content));
  const [from] = parsed.from;
  if (from === undefined || domainOf(from.address) === desk.mailboxes.domains.citizens) return undefined;
  const sender = await desk.mailboxes.byAddress(from.address);
  return {
    content,
    thread: Number(row.thread),
    at: row.at,
    from: { name: nameOf(sender, from.name, from.address), address: from.address },
    answerTo: await answerToOf(desk, parsed, from.address, row.at),
    fin: finOf(parsed.subject, parsed.headers.get('x-mss-mes') ?? []),
    isPrivate: isPrivate(parsed.headers.get('sensitivity') ?? []) || (await looksSecretly(desk, record, sender, row.at)),
  };
}

/** The name that the operator keeps wins over what a message says of itself. */
function nameOf(sender: Mailbox | undefined, said: string, address: string): string {
  const name = (sender?.name ?? said).trim().slice(0, 200);
  return name === '' ? address : name;
}

/** The mailbox in Reply-To when it is a professional's of a trusted domain; else the one that wrote. */
async function answerToOf(desk: ConversationDesk, { replyTo }: ParsedMessage, from: string, at: Date): Promise<string> {
  const asked = replyTo[0]?.address;
  if (asked === undefined || asked === from) return from;
  const domain = domainOf(asked);
  if (domain === desk.mailboxes.domains.citizens) return from;
  if (domain === desk.mailboxes.domains.professionals) {
    const there = await desk.mailboxes.byAddress(asked);
    return there !== undefined && there.kind !== 'CIT' && there.state === 'open' ? there.address : from;
  }
  return desk.elsewhere(house(at), asked).then(
    (route) => route.address,
    () => from,
  );
}

/** Connexion secrète: what a professional writes to a minor who asked for it is the minor's alone. */
async function looksSecretly(desk: ConversationDesk, record: RecordId, sender: Mailbox | undefined, at: Date): Promise<boolean> {
  if (sender?.professional === undefined) return false;
  const structure = { id: sender.structure ?? '', name: '' };
  const actor: Actor = {
    kind: 'professional',
    id: sender.professional,
    name: sender.name,
    profession: '',
    structure,
    software: '',
  };
  return (await desk.rights.accessOf({ actor, at, requestId: 'message' }, record))?.secret ?? false;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
