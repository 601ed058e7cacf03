import type { FastifyInstance } from 'fastify';
import { displayName, professionLabel } from '#directory';
import { hexOfRecordId, Refusal } from '#kernel';
import { type Absence, type Mailbox, type MailboxChange, type MailboxRight, mailboxRights } from '#messaging';
import type { SpaceDeps } from './deps.ts';
import type { MailDoor, OfMailbox, WithBody } from './mailDoor.ts';
import { malformed } from './words.ts';

type OfHolder = { Params: { mailbox: string; holder: string } };
const longest = { absence: 2000, signature: 1000 };

/** Mailboxes, their settings and who holds them. */
export function mailboxRoutes(app: FastifyInstance, deps: SpaceDeps, { signedIn, enter }: MailDoor): void {
  const { messaging, directory } = deps;
  const { mailboxes, mail } = messaging;

  app.get('/mailboxes', async (request) => {
    const call = await signedIn(request);
    const mine = await mailboxes.mine(call);
    const items = mine.map(async ({ mailbox, may }) => {
      const permit = await mailboxes.enter(call, mailbox.id, 'read');
      const { unseen } = await mail.status(permit, 'INBOX');
      return { ...mailboxTold(mailbox), may, unseen };
    });
    return { items: await Promise.all(items), citizens: mailboxes.domains.citizens };
  });
  app.get<OfMailbox>('/:mailbox', async (request) => {
    const { mailbox, may } = await enter(request, 'read');
    return { ...mailboxTold(mailbox), may };
  });
  app.put<OfMailbox & WithBody>('/:mailbox/settings', async (request) => {
    const permit = await enter(request, 'manage');
    return mailboxTold(await mailboxes.change(permit, changeAsked(request.body ?? {}, permit.mailbox)));
  });

  app.get<OfMailbox>('/:mailbox/holders', async (request) => {
    const permit = await enter(request, 'manage');
    const holders = await mailboxes.holders(permit);
    const items = holders.map(async ({ holder, may, since, until }) => {
      const [kind, id = ''] = holder.split(':', 2);
      const person = kind === 'professional' ? await directory.professional(id) : undefined;
      return {
        holder,
        name: person === undefined ? id : displayName(person),
        ...(person === undefined ? {} : { professionLabel: professionLabel(person.profession) }),
        may,
        since: since.toISOString(),
        ...(until === undefined ? {} : { until: until.toISOString() }),
        isOwner: id === permit.mailbox.professional || id === permit.mailbox.software,
      };
    });
    return { items: await Promise.all(items) };
  });
  app.put<OfHolder & WithBody>('/:mailbox/holders/:holder', async (request, reply) => {
    const permit = await enter(request, 'manage');
    const { may, until } = request.body ?? {};
    if (!isRight(may)) throw malformed('may');
    const end = until === undefined || until === null ? undefined : moment('until', until);
    await mailboxes.give(permit, { id: professionalOf(request.params.holder) }, may, end);
    return reply.code(204).send();
  });
  app.delete<OfHolder>('/:mailbox/holders/:holder', async (request, reply) => {
    const permit = await enter(request, 'manage');
    const { holder } = request.params;
    if (holder.length > 200) throw malformed('holder');
    await mailboxes.take(permit, holder);
    return reply.code(204).send();
  });
}

export function mailboxTold(mailbox: Mailbox): object {
  const { absence } = mailbox;
  return {
    id: hexOfRecordId(mailbox.id),
    address: mailbox.address,
    kind: mailbox.kind,
    name: mailbox.name,
    state: mailbox.state,
    service: mailbox.service,
    listRouge: mailbox.listRouge,
    usedBytes: mailbox.usedBytes,
    quotaBytes: mailbox.quotaBytes,
    filing: mailbox.settings.filing ?? true,
    signature: mailbox.settings.signature ?? '',
    absence:
      absence === undefined ? null : { from: absence.from.toISOString(), until: absence.until.toISOString(), text: absence.text },
  };
}

function changeAsked(body: Record<string, unknown>, mailbox: Mailbox): MailboxChange {
  const { listRouge, absence, filing, signature } = body;
  if (listRouge !== undefined && typeof listRouge !== 'boolean') throw malformed('listRouge');
  if (filing !== undefined && typeof filing !== 'boolean') throw malformed('filing');
  if (signature !== undefined && (typeof signature !== 'string' || signature.length > longest.signature))
    throw malformed('signature');
  const settings = {
    ...mailbox.settings,
    ...(filing === undefined ? {} : { filing }),
    ...(signature === undefined ? {} : { signature: signature.replaceAll('\r\n', '\n').trim() }),
  };
  return {
    ...(listRouge === undefined ? {} : { listRouge }),
    ...(absence === undefined ? {} : { absence: absence === null ? null : absenceAsked(absence) }),
    ...(filing === undefined && signature === undefined ? {} : { settings }),
  };
}

function absenceAsked(value: unknown): Absence {
  const { from, until, text } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (typeof text !== 'string' || text.trim() === '' || text.length > longest.absence) throw absenceNeeds('text');
  const absence = { from: moment('from', from), until: moment('until', until), text: text.replaceAll('\r\n', '\n').trim() };
  if (absence.until <= absence.from) throw absenceNeeds('until');
  return absence;
}

function absenceNeeds(at: string): Refusal {
  return new Refusal(
    'messaging.malformed-absence',
    {
      fr: 'Une absence a un début, une fin après ce début, et une réponse de 2 000 caractères au plus : corrigez-la.',
      en: 'An absence has a beginning, an end after it, and an answer of at most 2,000 characters: correct it.',
    },
    { at },
  );
}

function isRight(value: unknown): value is MailboxRight {
  return mailboxRights.some((right) => right === value);
}

/** `professional:8…` as holders are named, or the id alone. */
function professionalOf(holder: string): string {
  const id = holder.replace(/^professional:/, '');
  if (!/^\d{12}$/.test(id)) throw malformed('holder');
  return id;
}

function moment(name: string, value: unknown): Date {
  const date = new Date(typeof value === 'string' && value.length <= 40 ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw malformed(name);
  return date;
}
