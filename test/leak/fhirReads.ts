import {
  type Asks,
  any,
  asForm,
  asJson,
  chosen,
  current,
  documents,
  each,
  emptyParameters,
  list,
  log,
  measured,
  observations,
  reports,
  resources,
  type Table,
  together,
  withFacts,
} from './asks.ts';
import { things, typeOf } from './things.ts';

const of = (type: string, rest = ''): string => `/${type}?patient=Patient/$hex&_count=200${rest}`;
const form = (body: string, hex: string) => ({ method: 'POST', headers: asForm, body: body.replaceAll('$hex', hex) });
const graph = (query: string, hex: string) => ({
  method: 'POST',
  headers: asJson,
  body: { query: query.replaceAll('$hex', hex) },
});
const masked = documents.filter((one) => one.masked);
const withheld = documents.filter((one) => one.withheld);

const searches = together(
  list(documents, of('DocumentReference')),
  list(documents, of('DocumentReference', '&_summary=count'), { counted: true }),
  list(documents, of('DocumentReference', '&_elements=description')),
  list(masked, of('DocumentReference', '&security-label=MASQUE_PS')),
  list(withheld, of('DocumentReference', '&security-label=INVISIBLE_REPRESENTANTS_LEGAUX')),
  list(observations, of('Observation')),
  list(
    measured.filter((one) => one.withheld),
    of('Observation', '&_security=INVISIBLE_REPRESENTANTS_LEGAUX'),
  ),
  ({ hex }) =>
    documents.map((one) => ({
      path: of('DocumentReference', `&_content=${one.word}`).replace('$hex', hex),
      door: 'list',
      shows: [one],
    })),
  ({ hex }) =>
    measured.map((one) => ({
      path: of('Observation', `&code=urn:x:leak|${one.word}`).replace('$hex', hex),
      door: 'list',
      shows: [one],
    })),
  list(chosen('report', 'plain', 'shut'), of('DiagnosticReport', '&code=urn:x:leak|&_include=DiagnosticReport:result')),
  list([...observations, ...reports], of('Observation', '&_revinclude=DiagnosticReport:result')),
  // What is found by something else is found by who sees both.
  ({ hex }) =>
    chosen('shut', 'plain').map((through) => ({
      path: of('DiagnosticReport', `&result:Observation.code=urn:x:leak|${through.word}`).replace('$hex', hex),
      door: 'list',
      shows: reports,
      through,
    })),
  ({ hex }) =>
    measured.map((one) => ({
      path: `/Patient?_id=${hex}&_has:Observation:patient:code=urn:x:leak|${one.word}`,
      door: 'any',
      shows: [one],
      counted: true,
    })),
  () => [
    { path: '/Observation?_count=200', door: 'across', shows: observations },
    { path: '/DocumentReference?_count=200', door: 'across', shows: documents },
    { path: '/DiagnosticReport?_count=200', door: 'across', shows: reports },
  ],
);

/** What was drawn from documents is seen by whoever sees them. */
const drawn: Asks = ({ owners, ids }) => {
  const own = new Set(ids.values());
  return [...owners].flatMap(([id, thing]) =>
    own.has(id)
      ? []
      : ['Observation', 'DiagnosticReport'].map((type) => ({ path: `/${type}/${id}`, door: 'any' as const, shows: [thing] })),
  );
};

const batch: Asks = ({ hex, ids }) => [
  {
    method: 'POST',
    path: '',
    door: 'any',
    body: {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        of('DocumentReference').slice(1),
        of('Observation', '&_revinclude=DiagnosticReport:result').slice(1),
        ...things.map((one) => `${typeOf(one)}/${ids.get(one.name)}`),
      ].map((url) => ({ request: { method: 'GET', url: url.replace('$hex', hex) } })),
    },
  },
];

/** The routes under `/fhir` that read something of a record. */
export const fhirReads: Table = {
  'GET /fhir': list([...documents, ...observations], '/?_type=Observation,DocumentReference&patient=Patient/$hex&_count=200'),
  'POST /fhir/_search': ({ hex }) => [
    { path: '/_search', door: 'list', shows: documents, ...form('_type=DocumentReference&patient=Patient/$hex&_count=200', hex) },
  ],
  'POST /fhir': batch,
  'GET /fhir/:type': searches,
  'POST /fhir/:type/_search': ({ hex }) => [
    { path: '/Observation/_search', door: 'list', shows: observations, ...form('patient=Patient/$hex&_count=200', hex) },
  ],
  'GET /fhir/:type/:id': together(
    each(things, (id, thing) => ({ path: `/${typeOf(thing)}/${id}` })),
    drawn,
  ),
  'GET /fhir/:type/:id/_history/:version': each(things, (id, thing) => ({ path: `/${typeOf(thing)}/${id}/_history/1` })),
  // Of what was withdrawn the history says that it was, to who could see it.
  'GET /fhir/:type/:id/_history': each(things, (id, thing) => ({
    path: `/${typeOf(thing)}/${id}/_history`,
    door: thing.stands ? 'item' : 'any',
  })),
  'GET /fhir/:type/_history': together(
    list(observations, '/Observation/_history?patient=Patient/$hex&_count=200'),
    any('/Observation/_history'),
  ),
  'GET /fhir/_history': any('/_history'),
  'GET /fhir/:type/:id/:inner': list(observations, '/Patient/$hex/Observation?_count=200'),
  'POST /fhir/:type/:id/:inner/_search': ({ hex }) => [
    { path: `/Patient/${hex}/Observation/_search`, door: 'list', shows: observations, ...form('_count=200', hex) },
  ],
  'GET /fhir/Patient/:id/$everything': list([...documents, ...observations, ...reports], '/Patient/$hex/$everything?_count=1000'),
  'GET /fhir/Patient/$everything': any('/Patient/$everything'),
  'GET /fhir/Observation/$lastn': list(
    measured,
    `/Observation/$lastn?patient=Patient/$hex&code=${measured.map(({ word }) => `urn:x:leak|${word}`).join()}&max=50`,
  ),
  'GET /fhir/DocumentReference/:id/$facts': each(withFacts, (id) => ({ path: `/DocumentReference/${id}/$facts` })),
  'GET /fhir/Patient/:id/$summary': any('/Patient/$hex/$summary'),
  'POST /fhir/Patient/:id/$summary': any('/Patient/$hex/$summary', emptyParameters),
  'GET /fhir/Patient/$summary': any('/Patient/$summary'),
  'POST /fhir/Patient/$summary': any('/Patient/$summary', emptyParameters),
  'GET /fhir/Patient/:id/$series': any('/Patient/$hex/$series'),
  'POST /fhir/Patient/:id/$series': any('/Patient/$hex/$series', emptyParameters),
  'GET /fhir/Patient/$series': any('/Patient/$series'),
  'POST /fhir/Patient/$series': any('/Patient/$series', emptyParameters),
  'GET /fhir/$graphql': any(
    `/$graphql?query=${encodeURIComponent('{ DocumentReferenceList(patient: "HEX", _count: "200") { id description } }')}`.replace(
      'HEX',
      '$hex',
    ),
  ),
  'POST /fhir/$graphql': ({ hex }) =>
    [
      '{ ObservationList(patient: "$hex", _count: "200") { id code { text } note { text } } }',
      '{ DiagnosticReportList(patient: "$hex", _count: "200") { id result { resource { id ... on Observation { note { text } } } } } }',
      '{ Patient(id: "$hex") { ObservationList(_reference: patient) { id code { text } } } }',
    ].map((query) => ({ path: '/$graphql', door: 'any', ...graph(query, hex) })),
  'GET /fhir/:type/:id/$graphql': each(resources, (id, thing) => ({
    path: `/${typeOf(thing)}/${id}/$graphql?query=${encodeURIComponent('{ code { text } }')}`,
    door: 'any',
  })),
  'POST /fhir/:type/:id/$graphql': each(resources, (id, thing, { hex }) => ({
    path: `/${typeOf(thing)}/${id}/$graphql`,
    door: 'any',
    ...graph('{ code { text } }', hex),
  })),
  // A submission bears the title of its first document.
  'GET /fhir/List': list(
    documents.filter(({ name }) => name !== 'lotopen'),
    '/List?patient=Patient/$hex&code=submissionset&_count=200',
  ),
  'POST /fhir/List/_search': ({ hex }) => [
    { path: '/List/_search', door: 'any', ...form('patient=Patient/$hex&code=submissionset', hex) },
  ],
  'GET /fhir/List/:id': ({ lots }) => lots.map((id) => ({ path: `/List/${id}`, door: 'any' })),
  'GET /fhir/AuditEvent': together(
    log(
      '/AuditEvent?patient=Patient/$hex&type=http://terminology.hl7.org/CodeSystem/audit-event-type|rest&action=C&date=lt$at&_count=200',
      {
        ofLines: true,
      },
    ),
    log('/AuditEvent?patient=Patient/$hex&subtype=read&date=lt$at&_count=200', { ofLines: true, shows: [] }),
    any('/AuditEvent', { ofLines: true }),
  ),
  'POST /fhir/AuditEvent/_search': ({ hex, past }) => [
    {
      path: '/AuditEvent/_search',
      door: 'log',
      ofLines: true,
      shows: documents,
      ...form(`patient=Patient/$hex&action=C&date=lt${past.at}&_count=200`, hex),
    },
  ],
  'GET /fhir/AuditEvent/:id': ({ hex, past }) =>
    [...past.cases.values()].map(({ seq }) => ({
      path: `/AuditEvent/${hex}-${seq.toString(36)}`,
      door: 'log',
      ofLines: true,
    })),
  'GET /fhir/Binary/:id': each(documents, (id) => ({ path: `/Binary/${id}` })),
  'GET /fhir/DocumentReference/:id/$xdm': each(documents, (id) => ({ path: `/DocumentReference/${id}/$xdm` })),
  'POST /fhir/DocumentReference/:id/$xdm': each(documents, (id) => ({
    path: `/DocumentReference/${id}/$xdm`,
    ...emptyParameters,
  })),
  'GET /fhir/DocumentReference/$xdm': together(
    list(current, '/DocumentReference/$xdm?patient=Patient/$hex'),
    each(documents, (id) => ({ path: `/DocumentReference/$xdm?document=${id}` })),
  ),
  'POST /fhir/DocumentReference/$xdm': any('/DocumentReference/$xdm', emptyParameters),
  'GET /fhir/:type/:id/$meta': each(things, (id, thing) => ({ path: `/${typeOf(thing)}/${id}/$meta` })),
  'POST /fhir/:type/:id/$meta': each(things, (id, thing) => ({ path: `/${typeOf(thing)}/${id}/$meta`, ...emptyParameters })),
  ...Object.fromEntries(
    [':type', 'DocumentReference', 'List'].flatMap((type) => {
      const path = `/${type.replace(':type', 'Observation')}/$meta`;
      return [
        [`GET /fhir/${type}/$meta`, any(path)],
        [`POST /fhir/${type}/$meta`, any(path, emptyParameters)],
      ];
    }),
  ),
};
