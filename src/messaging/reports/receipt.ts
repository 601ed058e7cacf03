import { createHash } from 'node:crypto';
import { type Field, headerOf, plainLine, type ReportToWrite, writeReport } from './multipart.ts';

/** What the software, or the person, did with a message. */
export type ReceiptResult =
  | { readonly is: 'processed' }
  /** The person opened it, and let it be told. */
  | { readonly is: 'displayed' }
  /** Code and label of the ANS: `902`, `Identifiant patient inconnu`. */
  | { readonly is: 'error'; readonly code: string; readonly label: string };

export interface ReceiptToWrite {
  readonly from: { readonly address: string; readonly name: string };
  readonly to: string;
  readonly at: Date;
  readonly reporter: string;
  readonly product: string;
  readonly result: ReceiptResult;
  readonly original: Buffer;
  readonly originalMessageId: string;
  readonly originalSubject: string;
}

const words: Readonly<Record<ReceiptResult['is'], readonly [mode: string, subject: string, text: string]>> = {
  processed: [
    'automatic-action/MDN-sent-automatically; processed',
    '',
    'Votre message a été reçu et traité par le logiciel du destinataire.',
  ],
  displayed: [
    'manual-action/MDN-sent-manually; displayed',
    'Lu : ',
    'Votre message a été affiché à l’écran de son destinataire ; rien ne dit qu’il a été lu ou compris.',
  ],
  error: [
    'automatic-action/MDN-sent-automatically; processed/error',
    '[KO Intégration système !]',
    'Votre message est arrivé, mais le logiciel du destinataire n’a pas pu l’intégrer.',
  ],
};

/** The subject under which the ANS wants the answer to be found, and the sentence for a person. */
export function receiptWords({ result, originalSubject }: Pick<ReceiptToWrite, 'result' | 'originalSubject'>): {
  readonly subject: string;
  readonly text: string;
} {
  const [, prefix, sentence] = words[result.is];
  if (result.is !== 'error') return { subject: `${prefix}${originalSubject}`, text: `${sentence}\n` };
  return {
    subject: `${prefix}[${plainLine(result.code, 10)}] ${originalSubject}`,
    text: `${sentence}\n\nCode : ${result.code}\nMotif : ${result.label}\n\nLe message d’origine est joint.\n`,
  };
}

/**
 * A message disposition notification. An error brings the whole original back, as the ANS asks; a success its header alone.
 * Source: RFC 8098 §3; ANS, volet Transmission au LPS de documents CDA provenant d’un courriel MSSanté (v1.1.3: the code stands in `Error`).
 */
export function writeReceipt(receipt: ReceiptToWrite): Buffer {
  const { from, result, original, originalMessageId } = receipt;
  const { subject, text } = receiptWords(receipt);
  const own = /^[\x21-\x7e]+$/.test(from.address) ? `rfc822; ${from.address}` : `utf-8; ${from.address}`;
  const headers: Field[] = [
    ['Auto-Submitted', 'auto-replied'],
    ['X-MSS-NIL', plainLine(receipt.product, 64)],
    ...(originalMessageId === ''
      ? []
      : ([
          ['In-Reply-To', originalMessageId],
          ['References', originalMessageId],
        ] as const)),
  ];
  const block: Field[] = [
    ['Reporting-UA', `${plainLine(receipt.reporter, 200)}; Socle`],
    ['Original-Recipient', own],
    ['Final-Recipient', own],
    ...(originalMessageId === '' ? [] : ([['Original-Message-ID', originalMessageId]] as const)),
    ['Disposition', words[result.is][0]],
    ...(result.is === 'error' ? ([['Error', errorText(result)]] as const) : []),
  ];
  const whole = result.is === 'error';
  const report: ReportToWrite = {
    from: from.address,
    fromName: from.name,
    to: receipt.to,
    subject,
    messageId: receiptId(receipt),
    at: receipt.at,
    headers,
    reports: 'disposition-notification',
    text,
    blocks: [block],
    original: { bytes: whole ? original : headerOf(original), whole },
  };
  return writeReport(report);
}

/** `902^Identifiant patient inconnu`; what machines read is ASCII, accents are left away. */
function errorText({ code, label }: { readonly code: string; readonly label: string }): string {
  return plainLine(
    `${code}^${label}`
      .normalize('NFD')
      .replaceAll(/\p{M}+/gu, '')
      .replaceAll('’', "'"),
    300,
  );
}

/** The same answer to the same message has the same Message-ID. */
export function receiptId({
  from,
  originalMessageId,
  result,
}: Pick<ReceiptToWrite, 'from' | 'originalMessageId' | 'result'>): string {
  const digest = createHash('sha256')
    .update([from.address, originalMessageId, JSON.stringify(result)].join('\n'))
    .digest('hex');
  return `<mdn.${digest.slice(0, 32)}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
}
