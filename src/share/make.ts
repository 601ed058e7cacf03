import { randomBytes, randomUUID } from 'node:crypto';
import { type Call, itemId, parseItemId, type RecordId } from '#kernel';
import { hashPassword } from '#signin';
import type { Tx } from '#store';
import { type ShareDesk, sealedFor } from './desk.ts';
import { type Handed, handed, hashOf, manifestUrl, type Secrets } from './link.ts';
import { refused } from './refusals.ts';
import { addDoor, addLink, openLinks } from './share.sql.ts';
import { decidedSharer, lookedAt } from './sharer.ts';

export interface Wish {
  /** 1 to 80 characters; the reader sees it, and so does whoever sees the link. */
  readonly label: string;
  /** What the record knows today, drawn together anew at each opening. */
  readonly summary: boolean;
  /** Documents of the record, 50 at most. */
  readonly documents: readonly string[];
  /** 4 to 64 characters. */
  readonly passcode?: string;
  /** Wrong passcodes in the whole life of the link: 10 unless told, 5 to 100. */
  readonly tries?: number;
  /** From 5 minutes to a year ahead; a week unless told. */
  readonly until?: Date;
  /** It opens once. */
  readonly once?: boolean;
  /** Meant to be read again and again: the flag L. */
  readonly longTerm?: boolean;
}

export interface Made extends Handed {
  readonly id: string;
  readonly until: Date;
}

export const limits = {
  label: 80,
  documents: 50,
  openLinks: 50,
  bytes: 60 * 1024 * 1024,
  /** An ordinary link opens so often in its life. */
  uses: 1000,
} as const;

const minute = 60_000;
const day = 86_400_000;

/**
 * Makes a link to a summary of a record, to chosen documents of it, or to both. The two secrets are kept sealed with the operator's key: the
 * content is live, so the server must be able to encrypt it anew. In one transaction with its line in the trace.
 *
 * Refuses `share.bad-label`, `share.nothing-chosen`, `share.too-many-documents`, `share.bad-passcode`, `share.bad-tries`, `share.bad-until`,
 * `share.once-or-long`, `share.too-many` (50 open links), `share.too-large` (60 MiB of documents), `share.address-too-long`, `share.document`
 * (not there, archived or not to be seen), and what `rights.choices` refuses: a link is made by who manages the rights of the record.
 */
export async function make(desk: ShareDesk, call: Call, record: RecordId, wish: Wish): Promise<Made> {
  const { label, passcode, tries, until, once, longTerm, summary } = checked(wish, call.at);
  const sharer = await decidedSharer(desk, call, record);
  const documents = await chosenNumbers(desk, call, record, wish.documents);
  const id = randomUUID();
  const secrets: Secrets = { id: randomBytes(32), key: randomBytes(32) };
  manifestUrl(desk.publicUrl, secrets.id);
  const hash = passcode === undefined ? null : await hashPassword(passcode);
  const sealed = desk.store.keys.seal(sealedFor(id), Buffer.concat([secrets.id, secrets.key]));
  await desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    await refuseMany(tx, call, record);
    const wished = [label, summary, documents, once, longTerm, JSON.stringify(sharer)];
    tx.write(addLink, [record, id, call.at, until, ...wished, sealed, hash, tries, once ? 1 : limits.uses]);
    tx.write(addDoor, [hashOf(secrets.id.toString('base64url')), record, id]);
    await desk.trace.append(tx, call, record, {
      action: 'share',
      outcome: 'done',
      object: { kind: 'Link', id, title: label },
      detail: {
        change: 'make',
        until: until.toISOString(),
        ...(summary ? { summary: 'yes' } : {}),
        documents: String(documents.length),
        passcode: passcode === undefined ? 'no' : 'yes',
      },
    });
  });
  return { id, until, ...handed(desk.publicUrl, secrets, { label, until, passcode: passcode !== undefined, longTerm }) };
}

function checked(wish: Wish, at: Date) {
  const { label: given, summary, documents, passcode, tries = 10, once = false, longTerm = false } = wish;
  const label = given.trim();
  const until = wish.until ?? new Date(at.getTime() + 7 * day);
  if (label.length === 0 || label.length > limits.label || !label.isWellFormed() || /\p{Cc}/u.test(label))
    throw refused('bad-label', 'label', 'Donnez un nom à ce lien : 1 à 80 caractères.', 'Name this link: 1 to 80 characters.');
  if (!summary && documents.length === 0)
    throw refused('nothing-chosen', 'documents', 'Choisissez ce que vous partagez.', 'Choose what you hand over.');
  if (documents.length > limits.documents)
    throw refused('too-many-documents', 'documents', 'Un lien porte au plus 50 documents.', 'A link holds 50 documents at most.');
  if (passcode !== undefined && (passcode.length < 4 || passcode.length > 64))
    throw refused('bad-passcode', 'passcode', 'Le code a de 4 à 64 caractères.', 'The passcode has 4 to 64 characters.');
  if (!Number.isInteger(tries) || tries < 5 || tries > 100)
    throw refused('bad-tries', 'tries', 'Le nombre d’essais va de 5 à 100.', 'The number of tries is from 5 to 100.');
  const ahead = until.getTime() - at.getTime();
  if (!(ahead >= 5 * minute && ahead <= 366 * day))
    throw refused('bad-until', 'until', 'Un lien dure de 5 minutes à un an.', 'A link lasts from 5 minutes to a year.');
  if (once && longTerm)
    throw refused('once-or-long', 'once', 'Un lien à usage unique ne dure pas.', 'A link for one use is not for the long term.');
  return { label, summary, passcode, tries, until, once, longTerm };
}

/** All of them, or none: a document that cannot be handed over now is told now. */
async function chosenNumbers(desk: ShareDesk, call: Call, record: RecordId, ids: readonly string[]): Promise<number[]> {
  const numbers = [...new Set(ids.map((id) => numberIn(id, record)))];
  if (numbers.length === 0) return [];
  const there = await lookedAt(desk, call, record, async (permit) => {
    const found = await desk.documents.chosen(
      permit,
      numbers.map((n) => itemId(record, n)),
    );
    return found.filter(({ archived }) => !archived);
  });
  if (there.length < numbers.length) throw notThere();
  if (there.reduce((sum, entry) => sum + entry.facts().size, 0) > limits.bytes)
    throw refused(
      'too-large',
      'documents',
      'Ces documents dépassent 60 Mo ensemble : choisissez-en moins.',
      'These documents exceed 60 MB together: choose fewer.',
    );
  return numbers;
}

function numberIn(id: string, record: RecordId): number {
  const place = parseItemId(id);
  if (place.record !== record) throw notThere();
  return place.n;
}

const notThere = () =>
  refused(
    'document',
    'documents',
    'Un des documents choisis n’est plus là, ou il est archivé. Choisissez à nouveau.',
    'One of the chosen documents is no longer there, or is archived. Choose again.',
  );

async function refuseMany(tx: Tx, { at }: Call, record: RecordId): Promise<void> {
  const [row] = await tx.query<{ count: number }>(openLinks, [record, at]);
  if ((row?.count ?? 0) >= limits.openLinks)
    throw refused(
      'too-many',
      'label',
      'Vous avez 50 liens ouverts : arrêtez-en un d’abord.',
      'You have 50 open links: stop one first.',
    );
}
