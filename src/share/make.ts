import { randomBytes, randomUUID } from 'node:crypto';
import type { ReadEntry } from '#documents';
import { type Call, type ItemId, itemId, parseItemId, type RecordId } from '#kernel';
import { inLinked } from '#record';
import { hashPassword } from '#signin';
import type { Tx } from '#store';
import { type ShareDesk, sealedFor } from './desk.ts';
import { type Handed, handed, hashOf, manifestUrl, type Secrets } from './link.ts';
import { partOf } from './look.ts';
import { refused } from './refusals.ts';
import { addDoor, addLink, openLinks } from './share.sql.ts';
import { decidedSharer, lookedAt } from './sharer.ts';
import { tellEach } from './tell.ts';

export interface Wish {
  /** 1 to 80 characters; the reader sees it, and so does whoever sees the link. */
  readonly label: string;
  /** What the record knows today, drawn together anew at each opening. */
  readonly summary: boolean;
  /** Documents of the record, and of those that it goes on for; 50 at most. */
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
 * content is live, so the server must be able to encrypt it anew. In one transaction with its line in the log, and with one in the log of each
 * linked record that a chosen document stands in.
 *
 * Refuses `share.bad-label`, `share.nothing-chosen`, `share.too-many-documents`, `share.bad-passcode`, `share.bad-tries`, `share.bad-until`,
 * `share.once-or-long`, `share.too-many` (50 open links), `share.too-large` (60 MiB of documents), `share.address-too-long`, `share.document`
 * (not there, archived or not to be seen), and what `rights.choices` refuses: a link is made by who manages the rights of the record.
 */
export async function make(desk: ShareDesk, call: Call, record: RecordId, wish: Wish): Promise<Made> {
  const { label, passcode, tries, until, once, longTerm, summary } = checked(wish, call.at);
  const sharer = await decidedSharer(desk, call, record);
  const chosen = await chosenDocuments(desk, call, record, wish.documents);
  const id = randomUUID();
  const secrets: Secrets = { id: randomBytes(32), key: randomBytes(32) };
  manifestUrl(desk.publicUrl, secrets.id);
  const hash = passcode === undefined ? null : await hashPassword(passcode);
  const sealed = desk.store.keys.seal(sealedFor(id), Buffer.concat([secrets.id, secrets.key]));
  await desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    await refuseMany(tx, call, record);
    const { own, linked } = chosen;
    const wished = [label, summary, own, linked, once, longTerm, JSON.stringify(sharer)];
    tx.write(addLink, [record, id, call.at, until, ...wished, sealed, hash, tries, once ? 1 : limits.uses]);
    tx.write(addDoor, [hashOf(secrets.id.toString('base64url')), record, id]);
    const told = { change: 'make', until: until.toISOString(), passcode: passcode === undefined ? 'no' : 'yes' };
    const all = { ...told, ...(summary ? { summary: 'yes' } : {}), documents: String(own.length + linked.length) };
    const others = Map.groupBy(linked, (one) => parseItemId(one).record);
    const each = [...others].map(([one, ids]) => [one, { ...told, documents: String(ids.length) }] as const);
    await tellEach(desk, tx, call, { record_id: record, id, label }, new Map([[record, all], ...each]));
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

interface Chosen {
  /** Numbers of documents in the record of the link. */
  readonly own: readonly number[];
  /** Ids of documents in those that it goes on for. */
  readonly linked: readonly ItemId[];
}

/** All of them, or none: a document that cannot be handed over now is told now. */
async function chosenDocuments(desk: ShareDesk, call: Call, record: RecordId, typed: readonly string[]): Promise<Chosen> {
  const ids = [...new Set(typed.map(canonical))];
  const own = ids.filter((id) => parseItemId(id).record === record);
  const linked = ids.filter((id) => !own.includes(id));
  const all = [...(await there(desk, call, record, own)), ...(await thereLinked(desk, call, record, linked))];
  if (all.length < ids.length) throw notThere();
  if (all.reduce((sum, entry) => sum + entry.facts().size, 0) > limits.bytes)
    throw refused(
      'too-large',
      'documents',
      'Ces documents dépassent 60 Mo ensemble : choisissez-en moins.',
      'These documents exceed 60 MB together: choose fewer.',
    );
  return { own: own.map((id) => parseItemId(id).n), linked };
}

function canonical(id: string): ItemId {
  const { record, n } = parseItemId(id);
  return itemId(record, n);
}

async function there(desk: ShareDesk, call: Call, record: RecordId, ids: readonly ItemId[]): Promise<readonly ReadEntry[]> {
  if (ids.length === 0) return [];
  const found = await lookedAt(desk, call, record, (permit) => desk.documents.chosen(permit, ids));
  return found.filter(({ archived }) => !archived);
}

async function thereLinked(desk: ShareDesk, call: Call, record: RecordId, ids: readonly ItemId[]): Promise<readonly ReadEntry[]> {
  if (ids.length === 0) return [];
  const parts = await inLinked(desk, call, record, (one) => partOf(desk, call, one, { summary: false, documents: ids }));
  return parts.flatMap((part) => part?.documents ?? []);
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
