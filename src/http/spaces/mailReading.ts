import { attachmentsOf, contentOf, parseMessage, readableOf } from '#messaging';

/**
 * A message as a page shows it: who, when, the text, and what came with it. `html` was written anew by `messaging/mime`, from a list of
 * harmless elements. `base`: the address of the message in the API.
 */
export function shownMessage(raw: Buffer, base: string): object {
  const parsed = parseMessage(raw);
  const { text, html } = readableOf(raw, parsed.root);
  return {
    messageId: parsed.messageId,
    subject: parsed.subject,
    from: parsed.from,
    sender: parsed.sender,
    replyTo: parsed.replyTo,
    to: parsed.to,
    cc: parsed.cc,
    ...(parsed.writtenAt === undefined ? {} : { writtenAt: parsed.writtenAt.toISOString() }),
    text,
    ...(html === undefined ? {} : { html }),
    isFinal: parsed.headers.get('x-mss-mes')?.[0]?.trim().toUpperCase() === 'FIN' || parsed.subject.includes('[FIN]'),
    attachments: attachmentsOf(parsed.root).map(({ part, fileName, type, bytes }) => ({
      section: part.section,
      ...(fileName === undefined ? {} : { fileName }),
      type,
      bytes,
      url: `${base}/parts/${part.section}`,
    })),
    bytes: raw.length,
    source: `${base}/source`,
  };
}

export interface FoundPart {
  readonly fileName: string | undefined;
  readonly type: string;
  readonly bytes: Buffer;
}

/** What came with a message, by its section; undefined for a section that is no attachment. */
export function partOf(raw: Buffer, section: string): FoundPart | undefined {
  const found = attachmentsOf(parseMessage(raw).root).find(({ part }) => part.section === section);
  return found && { fileName: found.fileName, type: found.type, bytes: contentOf(raw, found) };
}
