import type { FastifyInstance, FastifyRequest } from 'fastify';
import { displayName } from '#directory';
import { type Call, hexOfRecordId, parseItemId, type RecordId, recordIdOfHex, unknownId } from '#kernel';
import {
  ansCodeOf,
  ansLabels,
  type DocumentsToSend,
  type Filing,
  type FilingState,
  filingStates,
  type ListedFiling,
  type MailboxPermit,
  shownSubject,
} from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { malformed } from './words.ts';

type OfFiling = { Params: { mailbox: string; content: string } };
type OfRecord = { Params: { record: string } };
const pageSize = 50;
const most = { recipients: 50, documents: 48, text: 10_000 };

/** The documents that messages brought, under `/api/pro/mail`: what could not be filed by itself, filed or dismissed by a person. */
export function filingRoutes(app: FastifyInstance, deps: SpaceDeps, { enter }: MailDoor): void {
  const { exchange } = deps.messaging;

  app.get<OfMailbox & { Querystring: { state?: string; before?: string } }>('/:mailbox/filing', async (request) => {
    const permit = await enter(request, 'read');
    const { state, before } = request.query;
    const asked = {
      limit: pageSize,
      ...(state === undefined ? {} : { states: statesAsked(state) }),
      ...(before === undefined ? {} : { before: numberOf('before', before) }),
    };
    const { items, more, counts } = await exchange.filings(permit, asked);
    return { items: await Promise.all(items.map((one) => told(deps, one))), more, counts };
  });
  app.get<OfFiling>('/:mailbox/filing/:content', async (request) => {
    const permit = await enter(request, 'read');
    const filing = await exchange.filing(permit, numberOf('content', request.params.content));
    return { filing: filing === undefined ? null : await told(deps, filing) };
  });
  app.post<OfFiling & WithBody>('/:mailbox/filing/:content/file', async (request) => {
    const permit = await enter(request, 'write');
    const { patient } = request.body ?? {};
    if (patient !== undefined && typeof patient !== 'string') throw malformed('patient');
    const record = patient === undefined ? undefined : recordIdOfHex(patient);
    return told(deps, await exchange.file(permit, numberOf('content', request.params.content), record));
  });
  app.post<OfFiling & WithBody>('/:mailbox/filing/:content/dismiss', async (request) => {
    const permit = await enter(request, 'write');
    const { reason } = request.body ?? {};
    if (typeof reason !== 'string') throw malformed('reason');
    return told(deps, await exchange.dismiss(permit, numberOf('content', request.params.content), reason));
  });
}

/** Documents of a record that leave by secure mail, under `/api/pro`. */
export async function documentMailRoutes(app: FastifyInstance, deps: SpaceDeps): Promise<void> {
  const signedIn = async (request: FastifyRequest): Promise<Call> => {
    const actor = await deps.sessions.professional(request);
    deps.sessions.sameSite(request);
    return { actor, at: deps.clock(), requestId: request.id };
  };
  app.post<OfRecord & WithBody>('/patients/:record/documents/send', async (request, reply) => {
    const call = await signedIn(request);
    const body = request.body ?? {};
    const record = recordIdOfHex(request.params.record);
    const { ids } = body;
    if (!isTexts(ids, most.documents) || ids.length === 0) throw malformed('ids');
    if (ids.some((id) => parseItemId(id).record !== record)) throw unknownId();
    const permit = await senderAsked(deps, call, body);
    const sent = await deps.messaging.exchange.send(permit, { documents: ids, ...sendingAsked(body) });
    return reply.code(201).send(sentTold(sent));
  });
  app.post<{ Params: { record: string; id: string } } & WithBody>(
    '/patients/:record/documents/:id/withdrawal-notice',
    async (request, reply) => {
      const call = await signedIn(request);
      if (parseItemId(request.params.id).record !== recordIdOfHex(request.params.record)) throw unknownId();
      const permit = await senderAsked(deps, call, request.body ?? {});
      const sent = await deps.messaging.exchange.warnOfWithdrawal(permit, request.params.id);
      return reply.code(201).send({ messages: sent.length });
    },
  );
}

/** « Envoyer par messagerie » in the form of a deposit: nothing without `recipients`. */
export async function sendAfterDeposit(deps: SpaceDeps, call: Call, body: Readonly<Record<string, unknown>>, id: string) {
  if (body.recipients === undefined) return undefined;
  const permit = await senderAsked(deps, call, body);
  const sent = await deps.messaging.exchange.sendAfterDeposit(permit, { documents: [id], ...sendingAsked(body) });
  return sent === undefined ? undefined : sentTold(sent);
}

/** A deposit that would be sent is held to the form of its sending before anything is kept. */
export async function checkSending(deps: SpaceDeps, call: Call, body: Readonly<Record<string, unknown>>): Promise<void> {
  if (body.recipients === undefined) return;
  sendingAsked(body);
  await senderAsked(deps, call, body);
}

export async function senderAsked(
  { messaging }: SpaceDeps,
  call: Call,
  body: Readonly<Record<string, unknown>>,
): Promise<MailboxPermit> {
  const { mailbox } = body;
  if (typeof mailbox !== 'string') throw malformed('mailbox');
  return messaging.mailboxes.enter(call, recordIdOfHex(mailbox), 'write');
}

function sendingAsked(body: Readonly<Record<string, unknown>>): Omit<DocumentsToSend, 'documents'> {
  const { recipients, text = '', wantReceipt = false, toPatient = false, replyTo } = body;
  if (!isTexts(recipients, most.recipients)) throw malformed('recipients');
  if (typeof text !== 'string' || text.length > most.text) throw malformed('text');
  if (typeof wantReceipt !== 'boolean') throw malformed('wantReceipt');
  if (typeof toPatient !== 'boolean') throw malformed('toPatient');
  if (replyTo !== undefined && typeof replyTo !== 'string') throw malformed('replyTo');
  return { recipients, text, wantReceipt, toPatient, ...(replyTo === undefined ? {} : { replyTo }) };
}

const isTexts = (value: unknown, atMost: number): value is string[] =>
  Array.isArray(value) && value.length <= atMost && value.every((one) => typeof one === 'string' && one.length <= 320);

function sentTold(sent: {
  readonly content: number;
  readonly subject: string;
  readonly replaces: boolean;
  readonly delivered: readonly string[];
  readonly queued: readonly string[];
}): object {
  const { content, subject, replaces, delivered, queued } = sent;
  return { content, subject: shownSubject(subject), replaces, delivered, queued };
}

function statesAsked(text: string): readonly FilingState[] {
  const states = text.split(',');
  if (states.some((state) => !filingStates.includes(state as FilingState))) throw malformed('state');
  return states as readonly FilingState[];
}

function numberOf(name: string, text: string): number {
  const n = Number(text);
  if (!/^\d{1,15}$/.test(text) || !Number.isSafeInteger(n)) throw malformed(name);
  return n;
}

/** A line of the work list: the message, what the archive says of itself, what it came to. A record is named by its key, its reader needs a right of their own. */
async function told({ directory }: SpaceDeps, filing: Filing | ListedFiling): Promise<object> {
  const { content, state, code, place, patient, documents, told: said, byWhom, reason, at } = filing;
  const ans = code === undefined || state !== 'refused' ? undefined : ansCodeOf(code);
  const who = byWhom?.startsWith('8') === true ? await directory.professional(byWhom) : undefined;
  return {
    content,
    state,
    at: at.toISOString(),
    ...('sender' in filing
      ? { sender: filing.sender, subject: shownSubject(filing.subject), arrivedAt: filing.arrivedAt.toISOString() }
      : {}),
    ...(said.patient === undefined ? {} : { patient: said.patient }),
    ...(patient === undefined ? {} : { record: hexOfRecordId(patient satisfies RecordId) }),
    documents: said.documents,
    ids: documents,
    ...(ans === undefined
      ? {}
      : {
          refusal: {
            code,
            sentence: said.refusal,
            ans: { code: ans, label: ansLabels[ans] },
            ...(place === undefined ? {} : { place }),
          },
        }),
    ...(who === undefined ? {} : { by: displayName(who) }),
    ...(reason === undefined ? {} : { reason }),
  };
}
