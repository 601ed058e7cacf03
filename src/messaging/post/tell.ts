import type { Tx } from '#store';
import type { MailGround } from '../mail/ground.ts';
import type { Mailbox } from '../mailboxes/mailbox.ts';
import type { Addressed } from './address.ts';

/** How many mailboxes are named in a line of a citizen's log. */
const mostNamed = 3;

/**
 * In the log of the mailbox that got it: who, when, how large; no address, no subject. A citizen is told the name of the mailbox that wrote, or
 * the operator's domain; what is for them alone is not told to those who represent them.
 */
export async function traceArrival(
  { trace }: Pick<MailGround, 'trace'>,
  tx: Tx,
  { call, sender, operator, secret, letter }: Addressed,
  { id, kind }: Mailbox,
  content: number,
): Promise<void> {
  const name = sender?.mailbox.name ?? operator;
  const detail = {
    bytes: String(letter.bytes.length),
    ...(operator === undefined ? {} : { operator }),
    ...(kind === 'CIT' && name !== undefined ? { name } : {}),
  };
  await trace.append(tx, kind === 'CIT' && secret ? { ...call, secret: true } : call, id, {
    action: 'receive',
    outcome: 'done',
    object: { kind: 'Message', id: String(content) },
    detail,
  });
}

/** In the log of the mailbox that it left from. */
export async function traceSending(
  { trace }: Pick<MailGround, 'trace'>,
  tx: Tx,
  { call, sender, here, elsewhere, secret, letter }: Addressed,
  content: number | undefined,
): Promise<void> {
  if (sender === undefined) return;
  const { id, kind } = sender.mailbox;
  const names = [...here.map(({ mailbox }) => mailbox.name), ...elsewhere.map(({ domain }) => domain)];
  await trace.append(tx, kind === 'CIT' && secret ? { ...call, secret: true } : call, id, {
    action: 'send',
    outcome: 'done',
    ...(content === undefined ? {} : { object: { kind: 'Message', id: String(content) } }),
    detail: {
      bytes: String(letter.bytes.length),
      recipients: String(names.length),
      ...(kind === 'CIT' ? { name: names.slice(0, mostNamed).join(', ') } : {}),
    },
  });
}
