import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { openDirectory } from '#directory';
import { type Documents, openDocuments, openTexts, readXdm } from '#documents';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import type { Actor, Call, ItemId, RecordId } from '#kernel';
import {
  compose,
  decodePart,
  type Exchange,
  type Mail,
  type Mailbox,
  type Mailboxes,
  type MailboxPermit,
  openExchange,
  openMail,
  openMailboxes,
  openPost,
  type ParsedMessage,
  type Post,
  parseMessage,
} from '#messaging';
import { openRights, type Rights } from '#rights';
import { openStore, type StoreSettings } from '#store';
import { openTrace } from '#trace';
import { writeXdm, type XdmDraft } from '../../../src/documents/xdm/index.ts';
import { openEngine } from '../../../src/engine.ts';
import { migrations } from '../../../src/main.ts';
import type { TestSocle } from '../../socle.ts';
import { testDatabase } from '../../store.ts';
import { ambre, basile, fillDirectory, makeKnown, nuees, type Person } from '../cast.ts';

/** An answer that a sender would get. */
export interface Answered {
  readonly mailbox: RecordId;
  readonly content: number;
  readonly result: { readonly is: string; readonly code?: string; readonly label?: string };
}

/** A Socle with mailboxes: what arrives is looked at when the test says so. */
export interface MailGround extends Pick<TestSocle, 'store' | 'trace' | 'ins' | 'insi' | 'directory' | 'said'> {
  readonly settings: StoreSettings;
  readonly rights: Rights;
  readonly documents: Documents;
  readonly ambre: RecordId;
  readonly basile: RecordId;
  /** Deposits as the software Nuées, with these labels; gives the id. */
  deposited(person: Person, paper: Buffer, hidden?: readonly string[]): Promise<ItemId>;
  close(): Promise<void>;
  readonly mailboxes: Mailboxes;
  readonly mail: Mail;
  readonly post: Post;
  readonly exchange: Exchange;
  /** What was answered, in order. */
  readonly answered: Answered[];
  /** The parts of which the exchange was opened, to open it once more with one that fails. */
  readonly parts: Parameters<typeof openExchange>[0];
  mailboxOf(address: string, of: Partial<Parameters<Mailboxes['open']>[1]>): Promise<Mailbox>;
  enter(actor: Actor, mailbox: Mailbox, may?: 'read' | 'write'): Promise<MailboxPermit>;
  /** The newest message of a folder. */
  newest(permit: MailboxPermit, folder?: string): Promise<{ content: number; bytes: Buffer; parsed: ParsedMessage }>;
  /** A message from another operator with these attachments; gives the number of its content. */
  arrives(to: Mailbox, attached: readonly Attached[], more?: Partial<Arriving>): Promise<number>;
}

export interface Attached {
  readonly filename: string;
  readonly content: Buffer;
  readonly contentType?: string;
}
interface Arriving {
  readonly subject: string;
  readonly receipt: boolean;
  readonly from: string;
}

export const callOf = (actor: Actor): Call => ({ actor, at: new Date(), requestId: 'exchange' });
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;

/**
 * The modules as `src/main.ts` composes them, on a database of their own and without the server: nothing is done after an arrival but what the test
 * does, and a part may be made to fail.
 */
export async function openMailGround(): Promise<MailGround> {
  const { settings, release } = await testDatabase();
  const said: string[] = [];
  const log = (line: string): void => void said.push(line);
  const store = await openStore(settings, { migrations, log, mode: 'own' });
  const trace = await openTrace(store);
  const insi = openInsiSimulator();
  const ins = openIns(store, trace, insi, { examples: true });
  const directory = openDirectory(store);
  const about = async (record: RecordId) => {
    const found = await ins.byRecord(record);
    return found && { name: found.traits.birthFamily, birthDate: found.traits.birthDate };
  };
  const rights = openRights(store, trace, { about, kin: ins.links.kin });
  const texts = openTexts({ store });
  const publicUrl = 'http://127.0.0.1:1';
  const jobs = (): never => assert.fail('no jobs here');
  const now = (): Date => new Date();
  const engine = await openEngine({ store, trace, ins, rights, publicUrl, targets: 'loopback', texts, clock: now, log, jobs });
  const documents = openDocuments({ store, trace, ins, rights, fhir: engine.fhir, texts });
  const base = { store, trace, ins, insi, directory, settings };
  await fillDirectory(base as unknown as TestSocle);
  const [known, other] = [
    await makeKnown(base as unknown as TestSocle, ambre),
    await makeKnown(base as unknown as TestSocle, basile),
  ];
  const deposited = async (person: Person, paper: Buffer, hidden: readonly string[] = []) => {
    const confidentiality = hidden.map((code) => ({ code, system: '', display: '' }));
    const { entries } = await documents.deposit(callOf(nuees), {
      uid: `urn:uuid:${randomUUID()}`,
      documents: [{ at: 'test', bytes: paper, mediaType: 'text/xml', person, claims: { confidentiality, authors: [] } }],
    });
    return entries[0]?.id ?? assert.fail('an entry');
  };
  const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };
  const mailboxes = openMailboxes({ store, trace, ins, directory, rights, domains });
  const mail = openMail({ store, trace, log: (line) => assert.fail(line) });
  const citizens: Parameters<typeof openPost>[0]['routes']['citizens'] = async (call, address) => {
    const identity = await ins.byMatricule('1.2.250.1.213.1.4.10', address.slice(0, 15).toUpperCase());
    assert.ok(identity);
    return { where: 'here', mailbox: (await mailboxes.ofCitizen(call, identity.record)).id, address };
  };
  const elsewhere: Parameters<typeof openPost>[0]['routes']['elsewhere'] = async (_, address) => ({
    where: 'elsewhere',
    domain: address.slice(address.indexOf('@') + 1),
    address,
  });
  const post = openPost({ ground: mail.ground, mailboxes, routes: { citizens, elsewhere } });
  const answered: Answered[] = [];
  const reports = {
    receipt: async (mailbox: RecordId, content: number, result: Answered['result']) =>
      void answered.push({ mailbox, content, result }),
  };
  const parts = { store, trace, ins, directory, rights, documents, mailboxes, mail, post, reports, clock: now };
  const newest: MailGround['newest'] = async (permit, folder = 'INBOX') => {
    const { id } = await mail.status(permit, folder);
    const all = await mail.uids(permit, id);
    const uid = all.at(-1) ?? assert.fail('no message');
    for await (const [one] of mail.fetch(permit, id, [[uid, uid]], { bytes: true })) {
      assert.ok(one?.bytes);
      return { content: one.content, bytes: one.bytes, parsed: parseMessage(one.bytes) };
    }
    return assert.fail('no message');
  };
  const enter: MailGround['enter'] = (actor, mailbox, may = 'write') => mailboxes.enter(callOf(actor), mailbox.id, may);
  return {
    ...base,
    said,
    rights,
    documents,
    ambre: known,
    basile: other,
    deposited,
    mailboxes,
    mail,
    post,
    exchange: openExchange(parts),
    answered,
    parts,
    enter,
    mailboxOf: (address, of) =>
      mailboxes.open(callOf(operator), { address: `${address}@exemple.mssante.fr`, kind: 'PER', name: address, ...of }),
    newest,
    async arrives(to, attached, { subject = 'XDM/1.0/DDM+CR', receipt = true, from = 'dr.ailleurs@autre.mssante.fr' } = {}) {
      const bytes = await compose({
        from: { name: 'Dr Ailleurs', address: from },
        to: [{ name: '', address: to.address }],
        subject,
        text: 'Bonjour',
        date: new Date(),
        attachments: attached.map((one) => ({ contentType: 'application/zip', ...one })),
        headers: receipt ? { 'Disposition-Notification-To': from } : {},
      });
      await post.receive(callOf(operator), {
        from: { domain: 'autre.mssante.fr' },
        envelopeFrom: from,
        recipients: [{ address: to.address }],
        bytes,
      });
      const permit = await mailboxes.enterForHouse(to.id, new Date());
      return (await newest(permit)).content;
    },
    async close() {
      await mail.close();
      await texts.close();
      await engine.close();
      await store.close();
      await release();
    },
  };
}

const loinc = '2.16.840.1.113883.6.1';
type Contents = XdmDraft['documents'];
type Metadata = Contents[number]['metadata'];

/** An archive as another software makes it, of documents of this person; `change` spoils the metadata of each. */
export async function archiveFrom(
  person: Person,
  papers: readonly (Buffer | { readonly bytes: Buffer; readonly mimeType: string })[],
  change: (metadata: Metadata, index: number) => Metadata = (one) => one,
  uniqueId = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
): Promise<Buffer> {
  const patient = { system: person.oid, value: person.matricule };
  const type = { code: '11488-4', system: loinc, display: 'CR ou fiche de consultation ou de visite' };
  const documents = papers.map((paper, index) => {
    const { bytes, mimeType } = Buffer.isBuffer(paper) ? { bytes: paper, mimeType: 'text/xml' } : paper;
    const id = /<id root="([^"]+)"(?: extension="([^"]+)")?/.exec(bytes.toString('latin1'));
    const metadata: Metadata = {
      entryId: `Document${index}`,
      uniqueId: /xml/.test(mimeType) ? (id?.[1] ?? '').toLowerCase() : `2.25.${index + 1}`,
      mimeType,
      title: 'Compte rendu',
      creation: new Date('2026-03-10T09:30:00Z'),
      serviceStart: new Date('2026-03-10T09:30:00Z'),
      language: 'fr-FR',
      type,
      class: { code: '10', system: '1.2.250.1.213.1.1.4.1', display: 'Compte rendu' },
      confidentiality: [{ code: 'N', system: '2.16.840.1.113883.5.25', display: 'Normal' }],
      events: [],
      authors: [],
      patient,
      sourcePatientId: patient,
      sourcePatient: {
        ids: [patient],
        family: person.birthFamily,
        given: person.firstBirthGiven,
        birthDate: person.birthDate,
        sex: person.sex,
      },
    };
    return { metadata: change(metadata, index), bytes };
  });
  return writeXdm({
    submissionSet: {
      entryId: 'SubmissionSet01',
      uniqueId,
      sourceId: '2.25.7',
      patient: documents[0]?.metadata.patient ?? patient,
      submissionTime: new Date('2026-03-10T10:00:00Z'),
      authors: [],
      recipients: [],
    },
    documents,
    relations: [],
    from: 'Dr Ailleurs',
  });
}

/** The documents of the archive of a message. */
export async function archiveIn(bytes: Buffer, parsed: ParsedMessage) {
  const part = parsed.root.parts.find(({ fileName }) => fileName === 'IHE_XDM.zip');
  assert.ok(part);
  const { subsets } = await readXdm(decodePart(bytes, part));
  return subsets.flatMap(({ documents }) => documents);
}
