import { createHash } from 'node:crypto';
import { type Field, headerOf, mailDate, plainLine, writeReport } from './multipart.ts';
import { bounceSubjects, whyNot } from './words.ts';

/** What became of one recipient, for its sender. */
export interface ToldRecipient {
  readonly address: string;
  readonly action: 'failed' | 'delivered' | 'relayed' | 'delayed';
  /** As the sender's system named it: `rfc822;address`. */
  readonly originalRecipient?: string;
  /** The last answer: `550 5.1.1 no such mailbox`; '' when there was none. */
  readonly reply: string;
  /** Of the operator that answered. */
  readonly domain: string;
  readonly lastAttempt?: Date;
  /** Of what is delayed. */
  readonly willRetryUntil?: Date;
}

export interface BounceToWrite {
  /** Who sent the message. */
  readonly to: string;
  readonly postmaster: string;
  /** Name of this system, as `EHLO` says it. */
  readonly reporter: string;
  readonly at: Date;
  readonly arrivedAt: Date;
  readonly envelopeId?: string;
  /** 1 to 1,000. */
  readonly recipients: readonly ToldRecipient[];
  readonly original: Buffer;
  readonly ret?: 'full' | 'hdrs';
  /** The domain of citizens' addresses. */
  readonly citizens: string;
  /** Same key, same Message-ID: telling it twice is seen. */
  readonly key: string;
}

/** Without RET, an original up to this size goes back whole. */
const wholeUpTo = 1024 * 1024;

/**
 * A delivery status notification. The original goes back whole only when something failed, and as RET asks (without it: whole up to 1 MiB).
 * Source: RFC 3464; RFC 3461 §4.3, §6; RFC 3834 §5 (`Auto-Submitted`).
 */
export function writeBounce(bounce: BounceToWrite): { readonly bytes: Buffer; readonly messageId: string } {
  const { recipients, original, ret, at } = bounce;
  const messageId = bounceId(bounce.key, bounce.postmaster);
  const worst = (['failed', 'delayed', 'relayed', 'delivered'] as const).find((action) =>
    recipients.some((one) => one.action === action),
  );
  const whole = worst === 'failed' && (ret === 'full' || (ret === undefined && original.length <= wholeUpTo));
  const bytes = writeReport({
    from: bounce.postmaster,
    fromName: 'Messagerie',
    to: bounce.to,
    subject: bounceSubjects[worst ?? 'failed'],
    messageId,
    at,
    headers: [['Auto-Submitted', 'auto-replied'], ...inReplyTo(original)],
    reports: 'delivery-status',
    text: textOf(bounce),
    blocks: [
      [
        ...(bounce.envelopeId === undefined ? [] : ([['Original-Envelope-Id', plainLine(bounce.envelopeId, 100)]] as const)),
        ['Reporting-MTA', `dns; ${bounce.reporter}`],
        ['Arrival-Date', mailDate(bounce.arrivedAt)],
      ],
      ...recipients.map(blockOf),
    ],
    original: { bytes: whole ? original : headerOf(original), whole },
  });
  return { bytes, messageId };
}

export function bounceId(key: string, postmaster: string): string {
  const domain = postmaster.slice(postmaster.lastIndexOf('@') + 1);
  return `<dsn.${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;
}

/** `550 5.1.1 …` → `5.1.1`; an answer without an enhanced status is told by its first digit. */
export function statusOf(action: ToldRecipient['action'], reply: string): string {
  const given = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  if (action === 'delivered' || action === 'relayed') return given?.startsWith('2') === true ? given : '2.0.0';
  return given ?? (reply.startsWith('5') ? '5.0.0' : '4.0.0');
}

function blockOf({ address, action, originalRecipient, reply, domain, lastAttempt, willRetryUntil }: ToldRecipient): Field[] {
  const typed = /^[\x21-\x7e]+$/.test(address) ? `rfc822; ${address}` : `utf-8; ${address}`;
  return [
    ...(originalRecipient === undefined
      ? []
      : [['Original-Recipient', plainLine(originalRecipient.replace(';', '; '), 500)] as const]),
    ['Final-Recipient', typed],
    ['Action', action],
    ['Status', statusOf(action, reply)],
    ...(reply === '' || action === 'delivered'
      ? []
      : ([
          ['Remote-MTA', `dns; ${plainLine(domain, 255)}`],
          ['Diagnostic-Code', `smtp; ${plainLine(reply)}`],
        ] as const)),
    ...(lastAttempt === undefined ? [] : ([['Last-Attempt-Date', mailDate(lastAttempt)]] as const)),
    ...(willRetryUntil === undefined ? [] : ([['Will-Retry-Until', mailDate(willRetryUntil)]] as const)),
  ];
}

const heads: Readonly<Record<ToldRecipient['action'], readonly [fr: string, en: string]>> = {
  failed: ['Votre message n’a pas été remis à :', 'Your message was not delivered to:'],
  delayed: [
    'Votre message n’est pas encore remis ; nous essayons encore, sans que vous ayez à le renvoyer :',
    'Your message is not yet delivered; we go on trying, you need not send it again:',
  ],
  delivered: ['Votre message est arrivé dans la boîte de :', 'Your message arrived in the mailbox of:'],
  relayed: [
    'Votre message a été transmis à l’opérateur de ces destinataires, qui ne dira rien de plus :',
    'Your message was handed to the operator of these recipients, which will say nothing more:',
  ],
};

function textOf({ recipients, citizens, arrivedAt }: BounceToWrite): string {
  const said = (lang: 'fr' | 'en'): string =>
    Object.entries(heads)
      .map(([action, head]) => {
        const those = recipients.filter((one) => one.action === action);
        if (those.length === 0) return '';
        const listed = those.map((one) => `- ${one.address}\n${reasonOf(one, citizens, lang)}`);
        return `${head[lang === 'fr' ? 0 : 1]}\n\n${listed.join('')}\n`;
      })
      .join('');
  return `${said('fr')}Message confié à la messagerie le ${mailDate(arrivedAt)}.\n\n---\n\n${said('en')}Handed in on ${mailDate(arrivedAt)}.\n`;
}

function reasonOf({ action, reply, address }: ToldRecipient, citizens: string, lang: 'fr' | 'en'): string {
  if (action === 'delivered' || action === 'relayed') return '';
  const why = action === 'failed' ? `  ${whyNot(statusOf(action, reply), address.endsWith(`@${citizens}`))[lang]}\n` : '';
  const answer = lang === 'fr' ? 'Réponse' : 'Answer';
  return `${why}${reply === '' ? '' : `  ${answer} : ${plainLine(reply)}\n`}`;
}

/** Mail clients show the report beside the message that it is about. */
function inReplyTo(original: Buffer): Field[] {
  const id = /^message-id:\s*(<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>)\s*$/im.exec(headerOf(original).toString('latin1'))?.[1];
  return id === undefined
    ? []
    : [
        ['In-Reply-To', id],
        ['References', id],
      ];
}
