import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call, RecordId, Sentence } from '#kernel';
import type { AppointmentLine, PreventionLine, RecordTodo } from '#record';
import type { Access } from '#rights';
import type { SpaceDeps } from './deps.ts';
import type { AtTheScreen } from './person.ts';
import { unlessRefused } from './prevention.ts';

/** Something to do, and the screen where it is done. */
interface Todo {
  /** Stable while it is to be done. */
  readonly key: string;
  readonly kind: 'prevention' | 'appointment' | 'message' | 'access';
  readonly sentence: Sentence;
  readonly why?: Sentence;
  /** A FHIR date or instant. */
  readonly at?: string;
  /** Inside the carnet. */
  readonly to: string;
}

/** How far ahead appointments and ends of accesses are told. */
const days = 7;
const most = 10;
/** More than this are told as a number. */
const eachPrevention = 2;

/** `GET /api/carnet/todo`: what there is to do, most urgent first, 10 at most. What the caller may not see of it is left out. */
export function todoRoutes(app: FastifyInstance, deps: SpaceDeps, mine: (request: FastifyRequest) => Promise<AtTheScreen>): void {
  app.get('/todo', async (request) => {
    const { call, record } = await mine(request);
    return { items: await todo(deps, call, record) };
  });
}

async function todo({ record: views, messaging, rights }: SpaceDeps, call: Call, record: RecordId): Promise<readonly Todo[]> {
  const nothing: RecordTodo = { appointments: [], prevention: [] };
  const [{ appointments, prevention }, unread, accesses] = await Promise.all([
    unlessRefused(views.todo(call, record, days), nothing),
    unlessRefused(
      messaging.conversations.choices(call, record).then((choices) => choices.unread),
      0,
    ),
    unlessRefused(
      rights.choices(call, record).then((facts) => [...facts.accesses.values()]),
      [],
    ),
  ]);
  return [
    ...appointments.map(ofAppointment),
    ...ofMessages(unread),
    ...ending(accesses, call.at).map(ofAccess),
    ...ofPrevention(prevention),
  ].slice(0, most);
}

function ofAppointment({ id, at, with: who, reason }: AppointmentLine): Todo {
  const what = who ?? reason;
  return {
    key: `appointment/${id}`,
    kind: 'appointment',
    sentence: {
      fr: what === undefined ? 'Rendez-vous' : `Rendez-vous : ${what}`,
      en: what === undefined ? 'Appointment' : `Appointment: ${what}`,
    },
    at,
    to: '/rendez-vous',
  };
}

function ofMessages(unread: number): readonly Todo[] {
  if (unread === 0) return [];
  const sentence =
    unread === 1
      ? { fr: 'Une conversation a un message non lu', en: 'One conversation has an unread message' }
      : { fr: `${unread} conversations ont des messages non lus`, en: `${unread} conversations have unread messages` };
  return [{ key: 'messages', kind: 'message', sentence, to: '/messages' }];
}

function ending(accesses: readonly Access[], now: Date): readonly Access[] {
  const last = new Date(now.getTime() + days * 86_400_000);
  return accesses.filter(({ until }) => now < until && until < last).sort((a, b) => a.until.getTime() - b.until.getTime());
}

function ofAccess({ professional: { id, name }, until }: Access): Todo {
  return {
    key: `access/${id}`,
    kind: 'access',
    sentence: { fr: `L’accès de ${name} se termine bientôt`, en: `The access of ${name} ends soon` },
    why: {
      fr: 'Prolongez-le si cette personne vous suit encore ; sinon, rien à faire.',
      en: 'Extend it if this person still cares for you; otherwise there is nothing to do.',
    },
    at: until.toISOString(),
    to: '/acces',
  };
}

function ofPrevention(due: readonly PreventionLine[]): readonly Todo[] {
  const to = '/sante/prevention';
  if (due.length <= eachPrevention)
    return due.map(({ id, label, sentence }) => ({
      key: `prevention/${id}`,
      kind: 'prevention',
      sentence: label,
      why: sentence,
      to,
    }));
  const named = due.slice(0, 3).map(({ label }) => label);
  const rest = due.length - named.length;
  const why = (language: 'fr' | 'en', more: string): string =>
    `${named.map((label) => label[language]).join(' · ')}${rest === 0 ? '' : ` · ${more}`}`;
  return [
    {
      key: 'prevention',
      kind: 'prevention',
      sentence: { fr: `${due.length} vaccins ou examens à faire`, en: `${due.length} vaccines or examinations to do` },
      why: { fr: why('fr', `et ${rest} de plus`), en: why('en', `and ${rest} more`) },
      to,
    },
  ];
}
