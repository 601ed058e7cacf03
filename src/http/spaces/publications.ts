import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Once } from '#documents';
import type { Identity } from '#ins';
import { type Call, type ItemId, type Professional, Refusal, type Sentence } from '#kernel';
import type { MailboxPermit } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import { senderAsked } from './mailExchange.ts';
import { formPublication, onceAsked, pdfLimit, publication, publisher } from './publishing.ts';
import { malformed, summary } from './words.ts';

type OfRecord = { Params: { record: string }; Body: Readonly<Record<string, unknown>> | null };
const most = { recipients: 50, text: 10_000 };

/** What became of a publication for those to whom it was to go. */
interface Outcome {
  readonly to: 'record' | 'colleagues' | 'patient';
  /** `sent` to all; `failed`: the document stands in the record all the same. */
  readonly state: 'kept' | 'sent' | 'failed';
  readonly delivered?: readonly string[];
  /** Of other operators: they leave from a queue. */
  readonly queued?: readonly string[];
  readonly sentence?: Sentence;
}

/**
 * « Publier »: one document to the record, to colleagues and to the person in one act, under `/api/pro`. What can be refused is refused before
 * anything is kept; once the document stands, the answer tells each outcome, and a letter that did not leave undoes nothing. Body: `what` (`pdf`,
 * `photos` or `form`) with the fields of its kind, who may not see it, and for letters `mailbox`, `recipients`, `toPatient`, `text`,
 * `patientText`, `wantReceipt`. Colleagues and the person get a letter each: she does not read their addresses.
 *
 * `key` makes it safe to ask again: the answer is then 200 with the document that stands, a letter that left does not leave again, one that failed is
 * tried again; with anything else in the body `documents.published-otherwise` is refused.
 */
export function publicationRoute(
  app: FastifyInstance,
  deps: SpaceDeps,
  signedIn: (request: FastifyRequest) => Promise<{ readonly call: Call; readonly actor: Professional }>,
  identityOf: (hex: string) => Promise<Identity>,
): void {
  app.post<OfRecord>('/patients/:record/publications', { bodyLimit: pdfLimit * 1.5 }, async (request, reply) => {
    const { call, actor } = await signedIn(request);
    const body = request.body ?? {};
    const identity = await identityOf(request.params.record);
    const letters = lettersAsked(body);
    const once = onceAsked(body);
    const made = await madeOf(deps, call, identity, actor, body, once);
    const permit = letters === undefined ? undefined : await senderAsked(deps, call, body);
    if (letters !== undefined && permit !== undefined)
      await deps.messaging.exchange.foresee(permit, identity.record, made.hidden, letters);
    const { entries, replayed } = await made.keep();
    // The author reads it back at once: proof that it stands, and the summary that the page shows.
    const entry = await deps.documents.read(call, entries[0]?.id ?? '');
    const outcomes: Outcome[] = [{ to: 'record', state: 'kept' }];
    if (letters !== undefined && permit !== undefined)
      outcomes.push(
        ...(await sent(deps, permit, entry.id, letters, once?.key, (error) => request.log.error({ error }, 'defect'))),
      );
    return reply.code(replayed ? 200 : 201).send({ document: summary(entry), outcomes });
  });
}

interface Letters {
  readonly recipients: readonly string[];
  readonly toPatient: boolean;
  readonly text: string;
  readonly patientText: string;
  readonly wantReceipt: boolean;
}

function lettersAsked(body: Readonly<Record<string, unknown>>): Letters | undefined {
  const { recipients = [], toPatient = false, text = '', patientText = '', wantReceipt = false } = body;
  if (!isTexts(recipients)) throw malformed('recipients');
  if (typeof toPatient !== 'boolean') throw malformed('toPatient');
  if (typeof text !== 'string' || text.length > most.text) throw malformed('text');
  if (typeof patientText !== 'string' || patientText.length > most.text) throw malformed('patientText');
  if (typeof wantReceipt !== 'boolean') throw malformed('wantReceipt');
  return recipients.length === 0 && !toPatient ? undefined : { recipients, toPatient, text, patientText, wantReceipt };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= most.recipients && value.every((one) => typeof one === 'string' && one.length <= 320);

/** What is to be kept, from whom it is hidden, and the walk that keeps it. */
async function madeOf(
  deps: SpaceDeps,
  call: Call,
  identity: Identity,
  actor: Professional,
  body: Readonly<Record<string, unknown>>,
  once: Once | undefined,
) {
  const by = { identity, ...(await publisher(deps, actor)), ...(once === undefined ? {} : { once }) };
  switch (body.what) {
    case 'pdf':
    case 'photos': {
      const form = publication(body, call.at);
      return { hidden: form, keep: () => deps.documents.publish(call, { ...by, ...form }) };
    }
    case 'form': {
      const form = formPublication(typeof body.kind === 'string' ? body.kind : '', body);
      return { hidden: form, keep: () => deps.documents.publishForm(call, { ...by, ...form }) };
    }
    default:
      throw malformed('what');
  }
}

/** One letter to the colleagues, one to the person. Whatever stops one of them, the document stands, and that is told. */
async function sent(
  { messaging }: SpaceDeps,
  permit: MailboxPermit,
  id: ItemId,
  { recipients, toPatient, text, patientText, wantReceipt }: Letters,
  key: string | undefined,
  defect: (error: unknown) => void,
): Promise<readonly Outcome[]> {
  const letter = async (
    to: 'colleagues' | 'patient',
    wanted: { recipients: readonly string[]; toPatient: boolean; text: string },
  ) => {
    try {
      const once = key === undefined ? undefined : `${key}/${to}`;
      const before = once === undefined ? undefined : await messaging.exchange.sentWith(permit, id, once);
      const asked = { documents: [id], ...wanted, wantReceipt, ...(once === undefined ? {} : { key: once }) };
      const { delivered, queued } = before ?? (await messaging.exchange.send(permit, asked));
      return { to, state: 'sent' as const, delivered, queued };
    } catch (error) {
      if (!(error instanceof Refusal)) defect(error instanceof Error ? error.stack : String(error));
      return { to, state: 'failed' as const, sentence: error instanceof Refusal ? error.sentence : unsent };
    }
  };
  const outcomes: Outcome[] = [];
  if (recipients.length > 0) outcomes.push(await letter('colleagues', { recipients, toPatient: false, text }));
  if (toPatient) outcomes.push(await letter('patient', { recipients: [], toPatient: true, text: patientText }));
  return outcomes;
}

const unsent: Sentence = {
  fr: 'Le message n’est pas parti. Envoyez le document depuis sa page.',
  en: 'The message did not leave. Send the document from its page.',
};
