import {
  type Asked,
  type Asks,
  any,
  asForm,
  asJson,
  chosen,
  current,
  documents,
  each,
  list,
  log,
  type Table,
  together,
} from './asks.ts';
import { mailCarnetAsks, mailOperatorAsks, mailProAsks } from './mailAsks.ts';
import type { Scene } from './scene.ts';

const put = (body: object = {}) => ({ method: 'PUT', body });
const post = (body: object = {}) => ({ method: 'POST', body });
/** Held open for who may look: asked by the others. */
const live = (path: string): Asks =>
  each(chosen('open'), (_, __, { hex }) => ({ path: path.replace('$hex', hex), writes: true }));
const inside = (path: (id: string) => string): Asks =>
  together(
    each(documents, (id) => ({ path: path(id), door: 'any' })),
    each(chosen('scan'), (id) => ({ path: path(id) })),
  );
const searched =
  (path: string): Asks =>
  ({ hex }) =>
    documents.map((one) => ({ path: path.replace('$hex', hex), door: 'list', shows: [one], ...post({ words: one.word }) }));
/** A link that opens what its maker hides from who acts for them is theirs alone. */
const personsLink = (rest: string, more: Partial<Asked>): Asks =>
  each(chosen('withheld'), (_, __, { past }) => ({
    path: `/carnet/shares/${past.links.person.id}${rest}`,
    writes: true,
    ...more,
  }));
const archived = { archived: true };
const hiding = { hiddenFromProfessionals: false, hiddenFromRepresentatives: false };

const operators = { door: 'operator', ofLines: true } as const;
/** Nothing is told, whoever asks. */
const refused = { door: 'any', ofLines: true } as const;
const oversight =
  (path: string, more: Partial<Asked> = {}): Asks =>
  ({ hex, past }: Scene) => [
    { path: path.replace('$hex', hex).replace('$check', past.check).replace('$act', past.act), ...operators, ...more },
  ];

/** The pages of the carnet, below `/api`: asked by the people who sign in there. */
export const carnetAsks: Table = {
  'GET /api/carnet/home': any('/carnet/home'),
  'GET /api/carnet/documents': list(documents, '/carnet/documents'),
  'POST /api/carnet/documents/search': searched('/carnet/documents/search'),
  'POST /api/carnet/documents/list': searched('/carnet/documents/list'),
  'GET /api/carnet/prevention': any('/carnet/prevention'),
  'POST /api/carnet/prevention': any('/carnet/prevention', post()),
  'POST /api/carnet/prevention/remove': any('/carnet/prevention/remove', post()),
  'GET /api/carnet/prevention/relatives': any('/carnet/prevention/relatives'),
  'GET /api/carnet/appointments': any('/carnet/appointments'),
  'POST /api/carnet/appointments': any('/carnet/appointments', post()),
  'PUT /api/carnet/appointments/:id': any('/carnet/appointments/x', put()),
  'DELETE /api/carnet/appointments/:id': any('/carnet/appointments/x', { method: 'DELETE' }),
  'GET /api/carnet/appointments/:id/ics': any('/carnet/appointments/x/ics'),
  'GET /api/carnet/todo': any('/carnet/todo'),
  'GET /api/carnet/profile': any('/carnet/profile'),
  'GET /api/carnet/profile/measures': any('/carnet/profile/measures'),
  'GET /api/carnet/profile/choices': any('/carnet/profile/choices'),
  'POST /api/carnet/profile/entries': any('/carnet/profile/entries', post()),
  'GET /api/carnet/profile/entries/:id': each(documents, (id) => ({ path: `/carnet/profile/entries/${id}`, door: 'any' })),
  'PUT /api/carnet/profile/entries/:id': each(documents, (id) => ({
    path: `/carnet/profile/entries/${id}`,
    door: 'any',
    ...put(),
  })),
  'DELETE /api/carnet/profile/entries/:id': each(documents, (id) => ({
    path: `/carnet/profile/entries/${id}`,
    door: 'any',
    method: 'DELETE',
  })),
  'GET /api/carnet/results': any('/carnet/results'),
  'POST /api/carnet/results': any('/carnet/results', post()),
  'GET /api/carnet/xdm': together(
    list(current, '/carnet/xdm'),
    each(documents, (id) => ({ path: `/carnet/xdm?document=${id}` })),
  ),
  'GET /api/carnet/documents/:id': each(documents, (id) => ({ path: `/carnet/documents/${id}` })),
  'GET /api/carnet/documents/:id/pdf': inside((id) => `/carnet/documents/${id}/pdf`),
  'GET /api/carnet/documents/:id/attachments/:index': each(documents, (id) => ({
    path: `/carnet/documents/${id}/attachments/0`,
    door: 'any',
  })),
  'PUT /api/carnet/documents/:id/visibility': each(documents, (id) => ({
    path: `/carnet/documents/${id}/visibility`,
    writes: true,
    ...put(hiding),
  })),
  'PUT /api/carnet/documents/:id/archived': each(documents, (id) => ({
    path: `/carnet/documents/${id}/archived`,
    writes: true,
    ...put(archived),
  })),
  'GET /api/carnet/export.pdf': any('/carnet/export.pdf'),
  'GET /api/carnet/export.json': any('/carnet/export.json'),
  'GET /api/carnet/summary.json': any('/carnet/summary.json'),
  // What comes in is the asker's own; taking back shows what is there to whom it is not.
  'POST /api/carnet/papers': any('/carnet/papers', post()),
  'DELETE /api/carnet/papers/:id': each(documents, (id) => ({ path: `/carnet/papers/${id}`, writes: true, method: 'DELETE' })),
  'GET /api/carnet/access': any('/carnet/access'),
  'PUT /api/carnet/access/:id': any('/carnet/access/x', put()),
  'PUT /api/carnet/attending': any('/carnet/attending', put()),
  'PUT /api/carnet/closed': any('/carnet/closed', put()),
  'POST /api/carnet/professionals/search': any('/carnet/professionals/search', post()),
  'PUT /api/carnet/blocks/:id': any('/carnet/blocks/x', put()),
  'DELETE /api/carnet/blocks/:id': any('/carnet/blocks/x', { method: 'DELETE' }),
  'PUT /api/carnet/opposition': any('/carnet/opposition', put({ consultation: 'x' })),
  'GET /api/carnet/mandates': any('/carnet/mandates'),
  'POST /api/carnet/mandates': any('/carnet/mandates', post()),
  'POST /api/carnet/mandates/accept': any('/carnet/mandates/accept', post()),
  'DELETE /api/carnet/mandates/received/:id': any('/carnet/mandates/received/x', { method: 'DELETE' }),
  'DELETE /api/carnet/mandates/:id': any('/carnet/mandates/x', { method: 'DELETE' }),
  'GET /api/carnet/profiles': any('/carnet/profiles'),
  // Who has no mandate for a record does not come to act in it; who has one acts in it already.
  'POST /api/carnet/profiles/:id/act': ({ ground }) => [
    { path: `/carnet/profiles/${ground.basile}/act`, door: 'any', ...post() },
  ],
  'GET /api/carnet/log': together(any('/carnet/log'), log('/carnet/log?kind=added&to=$at')),
  'GET /api/carnet/log.json': log('/carnet/log.json?to=$at'),
  'GET /api/carnet/log.pdf': log('/carnet/log.pdf?to=$at'),
  'GET /api/carnet/contests': any('/carnet/contests', { ofLines: true }),
  'POST /api/carnet/contests': any('/carnet/contests', post()),
  'GET /api/carnet/shares': any('/carnet/shares'),
  'POST /api/carnet/shares': each(documents, (id) => ({
    path: '/carnet/shares',
    writes: true,
    ...post({ label: 'Sans droit', documents: [id] }),
  })),
  'POST /api/carnet/shares/:id/show': personsLink('/show', post()),
  'DELETE /api/carnet/shares/:id': personsLink('', { method: 'DELETE' }),
  'DELETE /api/carnet/shares/:id/notes/:n': personsLink('/notes/1', { method: 'DELETE' }),
  // How the person signs in and what they allowed: theirs alone, and nothing of what is in the record.
  'GET /api/carnet/account': any('/carnet/account'),
  'POST /api/carnet/account/passkeys/offer': any('/carnet/account/passkeys/offer', post()),
  'POST /api/carnet/account/passkeys': any('/carnet/account/passkeys', post()),
  'DELETE /api/carnet/account/passkeys/:id': any('/carnet/account/passkeys/x', { method: 'DELETE' }),
  'POST /api/carnet/account/password/begin': any('/carnet/account/password/begin', post()),
  'POST /api/carnet/account/password': any('/carnet/account/password', post()),
  'DELETE /api/carnet/account/password': any('/carnet/account/password', { method: 'DELETE' }),
  'POST /api/carnet/account/recovery-codes': any('/carnet/account/recovery-codes', post()),
  'DELETE /api/carnet/account/sessions/:id': any('/carnet/account/sessions/x', { method: 'DELETE' }),
  'GET /api/carnet/apps': any('/carnet/apps'),
  'DELETE /api/carnet/apps/:id': any('/carnet/apps/x', { method: 'DELETE' }),
  'GET /api/carnet/federated': any('/carnet/federated'),
  'POST /api/carnet/federated/unlink': any('/carnet/federated/unlink', post()),
  'GET /api/carnet/identity.pdf': any('/carnet/identity.pdf'),
  'GET /api/carnet/live': () => [],
  ...mailCarnetAsks,
};

/** The pages of professionals. */
export const proAsks: Table = {
  ...mailProAsks,
  'POST /api/pro/patients/search': ({ patient }) => [
    { path: '/pro/patients/search', door: 'any', ...post({ matricule: patient.matricule, oid: patient.oid }) },
  ],
  'GET /api/pro/patients/:record': any('/pro/patients/$hex'),
  'GET /api/pro/day/appointments': any('/pro/day/appointments?from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z'),
  'GET /api/pro/day/people': any('/pro/day/people'),
  'POST /api/pro/notice': any('/pro/notice', post()),
  'GET /api/pro/patients/:record/synthesis': any('/pro/patients/$hex/synthesis'),
  'GET /api/pro/patients/:record/team': any('/pro/patients/$hex/team'),
  'DELETE /api/pro/patients/:record/access': each(chosen('open'), (_, __, { hex }) => ({
    path: `/pro/patients/${hex}/access`,
    writes: true,
    method: 'DELETE',
  })),
  'POST /api/pro/patients/:record/access': any('/pro/patients/$hex/access', post()),
  'GET /api/pro/patients/:record/documents': list(documents, '/pro/patients/$hex/documents'),
  'POST /api/pro/patients/:record/documents/search': searched('/pro/patients/$hex/documents/search'),
  'POST /api/pro/patients/:record/chronology': together(
    list(documents, '/pro/patients/$hex/chronology', post({ state: 'all' })),
    searched('/pro/patients/$hex/chronology'),
  ),
  'POST /api/pro/patients/:record/publications': any('/pro/patients/$hex/publications', post()),
  'GET /api/pro/patients/:record/profile/measures': any('/pro/patients/$hex/profile/measures'),
  'GET /api/pro/patients/:record/profile': any('/pro/patients/$hex/profile'),
  'GET /api/pro/patients/:record/results': any('/pro/patients/$hex/results'),
  'POST /api/pro/patients/:record/results': any('/pro/patients/$hex/results', post()),
  'GET /api/pro/patients/:record/xdm': together(
    list(current, '/pro/patients/$hex/xdm'),
    each(documents, (id, _, { hex }) => ({ path: `/pro/patients/${hex}/xdm?document=${id}` })),
  ),
  'GET /api/pro/patients/:record/documents/:id': each(documents, (id, _, { hex }) => ({
    path: `/pro/patients/${hex}/documents/${id}`,
  })),
  'POST /api/pro/patients/:record/documents/:id/withdrawal': each(documents, (id, _, { hex }) => ({
    path: `/pro/patients/${hex}/documents/${id}/withdrawal`,
    writes: true,
    ...post({ reason: 'Sans raison du tout' }),
  })),
  'PUT /api/pro/patients/:record/documents/:id/archived': each(documents, (id, _, { hex }) => ({
    path: `/pro/patients/${hex}/documents/${id}/archived`,
    writes: true,
    ...put(archived),
  })),
  'PUT /api/pro/patients/:record/documents/:id/announced': each(documents, (id, _, { hex }) => ({
    path: `/pro/patients/${hex}/documents/${id}/announced`,
    writes: true,
    ...put(),
  })),
  'GET /api/pro/patients/:record/documents/:id/pdf': ({ hex, ...scene }) =>
    inside((id) => `/pro/patients/${hex}/documents/${id}/pdf`)({ hex, ...scene }),
  'GET /api/pro/patients/:record/documents/:id/attachments/:index': each(documents, (id, _, { hex }) => ({
    path: `/pro/patients/${hex}/documents/${id}/attachments/0`,
    door: 'any',
  })),
  'POST /api/pro/patients/:record/documents': any('/pro/patients/$hex/documents', post()),
  'POST /api/pro/patients/:record/forms/:kind': any('/pro/patients/$hex/forms/x', post()),
  'POST /api/pro/patients/:record/forms/:kind/pdf': any('/pro/patients/$hex/forms/x/pdf', post()),
  'GET /api/pro/publishable': any('/pro/publishable'),
  'GET /api/pro/apps': any('/pro/apps'),
  'POST /api/pro/patients/:record/launch': any('/pro/patients/$hex/launch', post({ app: 'aucune' })),
  'POST /api/pro/patients/scan': any('/pro/patients/scan', post({ code: 'IS01' })),
  'GET /api/pro/patients/:record/identity.pdf': any('/pro/patients/$hex/identity.pdf'),
  'POST /api/pro/directory/search': any('/pro/directory/search', post({ name: 'fictif' })),
  'GET /api/pro/patients/:record/live': live('/pro/patients/$hex/live'),
};

const deskOf = (path: string, more: Partial<Asked> = {}): Asks =>
  oversight(`/exploitation/desk${path}`, { noSecrets: true, ...more });

/** What is the operator's, below `/api`: asked by all who have a session. */
export const operatorAsks: Table = {
  ...mailOperatorAsks,
  'GET /api/exploitation/counts': oversight('/exploitation/counts'),
  'GET /api/exploitation/tasks/:kind': together(
    ...['contest', 'review', 'desk'].flatMap((kind) =>
      [false, true].map((closed) => oversight(`/exploitation/tasks/${kind}?closed=${closed}`)),
    ),
  ),
  'GET /api/exploitation/contests/:id': ({ past }) =>
    [...past.cases.values()].map(({ id }) => ({ path: `/exploitation/contests/${id}`, ...operators })),
  'POST /api/exploitation/contests/:id/answer': ({ past }) =>
    [...past.cases.values()].map(({ id }) => ({
      path: `/exploitation/contests/${id}/answer`,
      ...refused,
      ...post({ answer: '' }),
    })),
  'GET /api/exploitation/reviews/:id': ({ past }) =>
    past.reviews.map((id) => ({ path: `/exploitation/reviews/${id}`, ...operators })),
  'POST /api/exploitation/reviews/:id/outcome': ({ past }) =>
    past.reviews.map((id) => ({ path: `/exploitation/reviews/${id}/outcome`, ...refused, ...post() })),
  'GET /api/exploitation/patterns': together(
    oversight('/exploitation/patterns'),
    oversight('/exploitation/patterns?closed=true'),
  ),
  'GET /api/exploitation/patterns/:id': any('/exploitation/patterns/x'),
  'POST /api/exploitation/patterns/:id/close': any('/exploitation/patterns/x/close', post()),
  'GET /api/exploitation/thresholds': oversight('/exploitation/thresholds'),
  'PUT /api/exploitation/thresholds/:kind': any('/exploitation/thresholds/volume', put()),
  'GET /api/exploitation/exposed': oversight('/exploitation/exposed'),
  'PUT /api/exploitation/exposed/:id': any('/exploitation/exposed/$hex', put()),
  'DELETE /api/exploitation/exposed/:id': any('/exploitation/exposed/x', { method: 'DELETE' }),
  'GET /api/exploitation/letters': oversight('/exploitation/letters'),
  'POST /api/exploitation/letters': any('/exploitation/letters', { ...refused, ...post() }),
  'POST /api/exploitation/letters/:record/print': any('/exploitation/letters/$hex/print', { ...refused, ...post() }),
  'DELETE /api/exploitation/letters/:record': any('/exploitation/letters/$hex', { ...refused, method: 'DELETE' }),
  'GET /api/exploitation/identities/words': oversight('/exploitation/identities/words'),
  'POST /api/exploitation/identities': any('/exploitation/identities', { ...refused, ...post() }),
  'POST /api/exploitation/identities/search': any('/exploitation/identities/search', { ...refused, ...post() }),
  'POST /api/exploitation/identities/verify': any('/exploitation/identities/verify', { ...refused, ...post() }),
  'GET /api/exploitation/identities/:record': oversight('/exploitation/identities/$hex'),
  'GET /api/exploitation/identities/:record/history': oversight('/exploitation/identities/$hex/history'),
  'POST /api/exploitation/identities/:record/traits': any('/exploitation/identities/$hex/traits', { ...refused, ...post() }),
  'POST /api/exploitation/identities/:record/attributes': any('/exploitation/identities/$hex/attributes', {
    ...refused,
    ...post(),
  }),
  'POST /api/exploitation/identities/:record/verify': any('/exploitation/identities/x/verify', { ...refused, ...post() }),
  'GET /api/exploitation/work-items': oversight('/exploitation/work-items'),
  'GET /api/exploitation/work-items/counts': oversight('/exploitation/work-items/counts'),
  'POST /api/exploitation/work-items/:id/done': any('/exploitation/work-items/x/done', { ...refused, ...post() }),
  'POST /api/exploitation/work-items/:id/dismiss': any('/exploitation/work-items/x/dismiss', { ...refused, ...post() }),
  'GET /api/exploitation/duplicates': oversight('/exploitation/duplicates'),
  'GET /api/exploitation/duplicates/:id': any('/exploitation/duplicates/x'),
  'POST /api/exploitation/duplicates/:id/merge': any('/exploitation/duplicates/x/merge', { ...refused, ...post() }),
  'POST /api/exploitation/duplicates/:id/dismiss': any('/exploitation/duplicates/x/dismiss', { ...refused, ...post() }),
  'GET /api/exploitation/links': oversight('/exploitation/links'),
  'POST /api/exploitation/links/:id/unmerge': any('/exploitation/links/x/unmerge', { ...refused, ...post() }),
  'POST /api/exploitation/desk/scan': any('/exploitation/desk/scan', { ...refused, ...post({ code: 'IS01' }) }),
  'POST /api/exploitation/desk/checks/:id/activation': deskOf('/checks/x/activation', { ...refused, ...post() }),
  'GET /api/exploitation/desk/checks/:id/identity.pdf': deskOf('/checks/$check/identity.pdf'),
  'GET /api/exploitation/desk/words': deskOf('/words'),
  'POST /api/exploitation/desk/search': ({ patient: { birthFamily, firstBirthGiven, birthDate } }) => [
    { path: '/exploitation/desk/search', ...operators, ...post({ birthFamily, firstBirthGiven, birthDate }) },
  ],
  'POST /api/exploitation/desk/checks': any('/exploitation/desk/checks', { ...refused, ...post() }),
  'GET /api/exploitation/desk/checks/:id': deskOf('/checks/$check'),
  'POST /api/exploitation/desk/checks/:id/acts': deskOf('/checks/$check/acts', { ...refused, ...post() }),
  'GET /api/exploitation/desk/checks/:id/log.pdf': deskOf('/checks/$check/log.pdf'),
  'GET /api/exploitation/desk/acts/:id': deskOf('/acts/$act'),
  // Who asked does not confirm, nor does anybody else who is no operator.
  'POST /api/exploitation/desk/acts/:id/confirm': deskOf('/acts/$act/confirm', { ...refused, ...post() }),
  'POST /api/exploitation/desk/acts/:id/decline': deskOf('/acts/$act/decline', { ...refused, ...post() }),
};

/** What is asked by anybody, signed in or not; full addresses. */
export const otherAsks: Table = {
  'GET /health/live': any('/health/live'),
  'GET /health/ready': any('/health/ready'),
  'GET /metrics': any('/metrics'),
  'GET /api/session': any('/api/session'),
  'GET /api/territory': any('/api/territory'),
  'POST /api/operator/documents/:id/restore': each(chosen('gone'), (id) => ({
    path: `/api/operator/documents/${id}/restore`,
    ...post(),
    headers: { 'content-type': 'application/json' },
  })),
  'POST /api/operator/identities': any('/api/operator/identities', {
    ...post(),
    headers: { 'content-type': 'application/json' },
  }),
  'GET /.well-known/socle-log-keys.json': any('/.well-known/socle-log-keys.json'),
  'GET /.well-known/socle-log-checkpoint.json': any('/.well-known/socle-log-checkpoint.json'),
  // With ids that nobody was given; what was is opened in the test of those who were.
  'POST /shl/:id': any(`/shl/${'A'.repeat(43)}`, { ...post({ recipient: 'Curieux' }), headers: asJson }),
  'POST /shl/:id/notes': any(`/shl/${'A'.repeat(43)}/notes`, {
    ...post({ recipient: 'Curieux', words: 'Mot' }),
    headers: asJson,
  }),
  'GET /shl/files/:id': any(`/shl/files/${'A'.repeat(43)}`),
  'OPTIONS /shl/*': any(`/shl/${'A'.repeat(43)}`, { method: 'OPTIONS' }),
  'GET /pki/:file': any('/pki/racine.crl'),
  'GET /mail/config-v1.1.xml': any('/mail/config-v1.1.xml?emailaddress=x@exemple.mssante.fr'),
  'GET /.well-known/autoconfig/mail/config-v1.1.xml': any('/.well-known/autoconfig/mail/config-v1.1.xml'),
  // The public directory names all professionals to all, and no patient: their number is asked.
  'GET /annuaire/fhir/metadata': any('/annuaire/fhir/metadata'),
  ...Object.fromEntries(
    ['Practitioner', 'PractitionerRole', 'Organization'].flatMap((type) => [
      [`GET /annuaire/fhir/${type}`, any(`/annuaire/fhir/${type}?_id=x`)],
      [`GET /annuaire/fhir/${type}/:id`, any(`/annuaire/fhir/${type}/x`)],
      [`POST /annuaire/fhir/${type}/_search`, any(`/annuaire/fhir/${type}/_search?_id=x`, { method: 'POST', headers: asForm })],
    ]),
  ),
  'GET /entrer/citoyen': any('/entrer/citoyen'),
  'GET /entrer/pro': any('/entrer/pro'),
  'GET /entrer/exploitation': any('/entrer/exploitation'),
  'GET /entrer/retour': any('/entrer/retour'),
  ...Object.fromEntries(
    ['/', '/favicon.ico', '/carnet', '/carnet/sw.js', '/carnet/manifest.webmanifest', '/pro', '/partage', '/exploitation'].map(
      (path) => [`GET ${path}`, any(path)],
    ),
  ),
  ...Object.fromEntries(
    ['/carnet', '/pro', '/partage', '/exploitation', '/assets'].map((path) => [`GET ${path}/*`, any(`${path}/documents`)]),
  ),
  ...Object.fromEntries(
    ['GET', 'POST', 'OPTIONS', 'DELETE', 'PUT', 'PATCH'].flatMap((method) => [
      [`${method} /oidc/*`, any('/oidc/me', { method })],
      [`${method} /auth/*`, any('/auth/realms/esante-wallet/protocol/openid-connect/userinfo', { method })],
      [`${method} /auth`, any('/auth', { method })],
      [`${method} /e-cps/*`, any('/e-cps/attente?state=x', { method })],
      [`${method} /e-cps`, any('/e-cps', { method })],
    ]),
  ),
};

/** Asked in a test of their own, or by nobody: they end or change the session that asks. */
export const notAsked: readonly string[] = [
  'POST /api/session/end',
  'POST /api/carnet/profiles/own/act',
  'POST /api/carnet/account/sessions/end-others',
];
