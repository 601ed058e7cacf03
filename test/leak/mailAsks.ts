import { type Asked, type Asks, any, chosen, documents, each, type Table } from './asks.ts';

const put = (body: object = {}) => ({ method: 'PUT', body });
const post = (body: object = {}) => ({ method: 'POST', body });

/** Of a mailbox in which nobody who asks has a part: nothing is told of it. */
const mailbox =
  (rest: string, more: Partial<Asked> = {}): Asks =>
  ({ mail }) => [
    {
      path: `/pro/mail/${mailboxPath(rest, mail)}`,
      door: 'any',
      ...more,
    },
  ];
const mailboxPath = (rest: string, mail: { mailbox: string; content: number; conversation: string }): string =>
  `${mail.mailbox}${rest.replace('$content', String(mail.content)).replace('$conversation', mail.conversation)}`;
/** Of the conversation with that mailbox: told to the person, and to who represents them by law. */
const conversation =
  (rest: string, more: Partial<Asked> = {}): Asks =>
  ({ mail }) => [
    {
      path: `/carnet/conversations${rest.replace('$id', mail.conversation).replace('$n', String(mail.received))}`,
      door: 'any',
      ...more,
    },
  ];

export const mailCarnetAsks: Table = {
  'GET /api/carnet/conversations': conversation(''),
  'POST /api/carnet/conversations': conversation('', post()),
  'GET /api/carnet/conversations/:id': conversation('/$id'),
  'POST /api/carnet/conversations/:id/messages': conversation('/$id/messages', post()),
  'POST /api/carnet/conversations/:id/read': conversation('/$id/read', post()),
  'GET /api/carnet/conversations/:id/messages/:content/attachments/:section': conversation('/$id/messages/$n/attachments/2'),
  'GET /api/carnet/messaging': any('/carnet/messaging'),
  'PUT /api/carnet/messaging': any('/carnet/messaging', put({ open: 'x' })),
  'POST /api/carnet/messaging/email': any('/carnet/messaging/email', post()),
};

export const mailProAsks: Table = {
  'GET /api/pro/mail/mailboxes': any('/pro/mail/mailboxes'),
  'GET /api/pro/mail/live': () => [],
  'GET /api/pro/mail/:mailbox': mailbox(''),
  'PUT /api/pro/mail/:mailbox/settings': mailbox('/settings', put()),
  'GET /api/pro/mail/:mailbox/holders': mailbox('/holders'),
  'PUT /api/pro/mail/:mailbox/holders/:holder': mailbox('/holders/899700000011', put({ may: 'manage' })),
  'DELETE /api/pro/mail/:mailbox/holders/:holder': mailbox('/holders/899700000011', { method: 'DELETE' }),
  'GET /api/pro/mail/:mailbox/folders': mailbox('/folders'),
  'GET /api/pro/mail/:mailbox/threads': mailbox('/threads?folder=2'),
  'POST /api/pro/mail/:mailbox/threads/search': mailbox('/threads/search', post({ words: 'demain', folder: 2 })),
  'GET /api/pro/mail/:mailbox/threads/:thread': mailbox('/threads/$content'),
  'GET /api/pro/mail/:mailbox/messages/:content': mailbox('/messages/$content'),
  'GET /api/pro/mail/:mailbox/messages/:content/parts/:section': mailbox('/messages/$content/parts/2'),
  'GET /api/pro/mail/:mailbox/messages/:content/source': mailbox('/messages/$content/source'),
  'POST /api/pro/mail/:mailbox/messages/:content/receipt': mailbox('/messages/$content/receipt', post()),
  'POST /api/pro/mail/:mailbox/messages': mailbox('/messages', post({ to: ['x@exemple.mssante.fr'], subject: 'x', text: 'x' })),
  'POST /api/pro/mail/:mailbox/route': mailbox('/route', post({ address: 'secretariat.orme@exemple.mssante.fr' })),
  'POST /api/pro/mail/:mailbox/flags': mailbox('/flags', post({ folder: 2, uids: [1], seen: true })),
  'POST /api/pro/mail/:mailbox/move': mailbox('/move', post({ folder: 2, uids: [1], to: 'Trash' })),
  'POST /api/pro/mail/:mailbox/removal': mailbox('/removal', post({ folder: 2, uids: [1] })),
  'POST /api/pro/mail/:mailbox/drafts': mailbox('/drafts', post()),
  'GET /api/pro/mail/:mailbox/drafts/:uid': mailbox('/drafts/1'),
  'PUT /api/pro/mail/:mailbox/drafts/:uid': mailbox('/drafts/1', put()),
  'DELETE /api/pro/mail/:mailbox/drafts/:uid': mailbox('/drafts/1', { method: 'DELETE' }),
  'GET /api/pro/mail/:mailbox/templates': mailbox('/templates'),
  'POST /api/pro/mail/:mailbox/templates': mailbox('/templates', post()),
  'PUT /api/pro/mail/:mailbox/templates/:id': mailbox('/templates/1', put()),
  'DELETE /api/pro/mail/:mailbox/templates/:id': mailbox('/templates/1', { method: 'DELETE' }),
  'GET /api/pro/mail/:mailbox/conversations': mailbox('/conversations?content=$content'),
  'POST /api/pro/mail/:mailbox/conversations/:id/close': mailbox('/conversations/$conversation/close', post()),
  'POST /api/pro/mail/:mailbox/conversations/:id/reopen': mailbox('/conversations/$conversation/reopen', post()),
  'POST /api/pro/mail/:mailbox/conversations/:id/questions': mailbox(
    '/conversations/$conversation/questions',
    post({ until: null }),
  ),
  'POST /api/pro/mail/:mailbox/conversations/:id/private': mailbox(
    '/conversations/$conversation/private',
    post({ private: true }),
  ),
  'GET /api/pro/mail/:mailbox/filing': mailbox('/filing'),
  'GET /api/pro/mail/:mailbox/filing/:content': mailbox('/filing/$content'),
  'POST /api/pro/mail/:mailbox/filing/:content/file': mailbox('/filing/$content/file', post()),
  'POST /api/pro/mail/:mailbox/filing/:content/dismiss': mailbox(
    '/filing/$content/dismiss',
    post({ reason: 'Sans suite, essai.' }),
  ),
  'GET /api/pro/patients/:record/conversations': any('/pro/patients/$hex/conversations'),
  'POST /api/pro/patients/:record/documents/send': ({ hex, mail, ids }) =>
    documents.map(({ name }) => ({
      path: `/pro/patients/${hex}/documents/send`,
      door: 'any',
      ...post({ mailbox: mail.mailbox, ids: [ids.get(name)], recipients: ['secretariat.orme@exemple.mssante.fr'] }),
    })),
  'POST /api/pro/patients/:record/documents/:id/withdrawal-notice': each(chosen('gone', 'open'), (id, _, { hex, mail }) => ({
    path: `/pro/patients/${hex}/documents/${id}/withdrawal-notice`,
    door: 'any',
    ...post({ mailbox: mail.mailbox }),
  })),
};

const operators = { door: 'operator', ofLines: true } as const;
/** Counts and addresses of professionals; never a subject, never a citizen. */
export const mailOperatorAsks: Table = {
  'GET /api/exploitation/mail/figures': any('/exploitation/mail/figures', operators),
  'GET /api/exploitation/mail/figures.csv': any('/exploitation/mail/figures.csv', operators),
  'GET /api/exploitation/mail/queue': any('/exploitation/mail/queue', operators),
  'POST /api/exploitation/mail/queue/:domain/retry': any('/exploitation/mail/queue/exemple.fr/retry', {
    ...operators,
    ...post(),
  }),
  'GET /api/exploitation/mail/mailboxes': any('/exploitation/mail/mailboxes', operators),
};
