import { type Asks, any, documents, each, emptyParameters, type Table, write } from './asks.ts';
import { things, typeOf } from './things.ts';

const patch = {
  body: '[{"op":"replace","path":"/status","value":"superseded"}]',
  headers: { 'content-type': 'application/json-patch+json' },
};
const at = (type: string, id: string): string => `/${type}/${id}`;
const resource = things.filter(({ kind }) => kind === 'resource');
const own = (type: string, id: string) => ({ resourceType: type, id });
const rewritten: Asks = each(resource, (id, thing, { hex }) => ({
  method: 'PUT',
  path: at(typeOf(thing), id),
  writes: true,
  body: { ...own(typeOf(thing), id), status: 'final', code: { text: 'autre' }, subject: { reference: `Patient/${hex}` } },
}));
const meta = (name: string): Asks =>
  each(things, (id, thing) => ({
    method: 'POST',
    path: `${at(typeOf(thing), id)}/$${name}`,
    writes: true,
    body: { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { tag: [{ system: 'urn:x', code: 'y' }] } }] },
  }));
const both = (path: string): Table => ({
  [`GET /fhir${path}`]: any(path.replace(':type', 'Observation').replace(':id', 'x')),
  [`POST /fhir${path}`]: any(path.replace(':type', 'Observation').replace(':id', 'x'), emptyParameters),
});
const tables = (...all: readonly Table[]): Table => Object.assign({}, ...all);
/** A condition that only a hidden thing meets must not tell that it does. */
const conditional =
  (method: string, more: object = {}): Asks =>
  ({ hex }) =>
    things
      .filter(({ name }) => name === 'shut' || name === 'unsaid' || name === 'kept')
      .map((thing) => ({
        method,
        path: `/Observation?patient=Patient/${hex}&code=urn:x:leak|${thing.word}`,
        door: 'item',
        shows: [thing],
        writes: true,
        ...more,
      }));

/** The routes under `/fhir` that write, and those that have nothing of a record to tell. */
export const fhirOthers: Table = tables(
  {
    ...Object.fromEntries(
      ['GET', 'POST'].map((verb) => [
        `${verb} /fhir/AuditEvent/$validate`,
        any('/AuditEvent/$validate', verb === 'GET' ? {} : emptyParameters),
      ]),
    ),
    'GET /fhir/metadata': any('/metadata'),
    ...Object.fromEntries(
      ['POST', 'PUT', 'PATCH', 'DELETE'].map((verb) => [`${verb} /fhir/metadata`, any('/metadata', { method: verb })]),
    ),
    'GET /fhir/.well-known/smart-configuration': any('/.well-known/smart-configuration'),
    'POST /fhir/:type': any('/Observation', { method: 'POST', body: { resourceType: 'Observation' } }),
    'PUT /fhir/:type/:id': rewritten,
    'PUT /fhir/:type': conditional('PUT', { body: { resourceType: 'Observation', status: 'final', code: { text: 'autre' } } }),
    'PATCH /fhir/:type/:id': write('PATCH', resource, at, patch),
    'PATCH /fhir/:type': conditional('PATCH', patch),
    'DELETE /fhir/:type/:id': write('DELETE', resource, at),
    'DELETE /fhir/:type': conditional('DELETE', { door: 'any' }),
    'POST /fhir/DocumentReference': any('/DocumentReference', { method: 'POST', body: { resourceType: 'DocumentReference' } }),
    'PATCH /fhir/DocumentReference/:id': write('PATCH', documents, at, patch),
    'PATCH /fhir/DocumentReference': any('/DocumentReference?_id=x', { method: 'PATCH', ...patch }),
    'PUT /fhir/DocumentReference/:id': each(documents, (id) => ({
      method: 'PUT',
      path: `/DocumentReference/${id}`,
      writes: true,
      body: own('DocumentReference', id),
    })),
    'DELETE /fhir/DocumentReference/:id': write('DELETE', documents, at),
    'GET /fhir/:type/:id/$validate': each(things, (id, thing) => ({ path: `${at(typeOf(thing), id)}/$validate`, door: 'any' })),
    'POST /fhir/:type/:id/$validate': each(things, (id, thing) => ({
      path: `${at(typeOf(thing), id)}/$validate`,
      door: 'any',
      ...emptyParameters,
    })),
    'GET /fhir/:type/:id/$meta-add': any('/Observation/x/$meta-add'),
    'POST /fhir/:type/:id/$meta-add': meta('meta-add'),
    'GET /fhir/:type/:id/$meta-delete': any('/Observation/x/$meta-delete'),
    'POST /fhir/:type/:id/$meta-delete': meta('meta-delete'),
    'GET /fhir/Group/:id/$export': any('/Group/x/$export', { headers: { prefer: 'respond-async' } }),
    'POST /fhir/Group/:id/$export': any('/Group/x/$export', { ...emptyParameters, headers: { prefer: 'respond-async' } }),
    'GET /fhir/$export/:id': any('/$export/x'),
    'DELETE /fhir/$export/:id': any('/$export/x', { method: 'DELETE' }),
    'GET /fhir/$export/:id/:file': any('/$export/x/y'),
    'POST /fhir/Subscription': any('/Subscription', { method: 'POST', body: { resourceType: 'Subscription' } }),
    'PUT /fhir/Subscription/:id': any('/Subscription/x', { method: 'PUT', body: own('Subscription', 'x') }),
    'GET /fhir/Subscription/:id': any('/Subscription/x'),
    'DELETE /fhir/Subscription/:id': any('/Subscription/x', { method: 'DELETE' }),
    'GET /fhir/Subscription': any('/Subscription'),
    'POST /fhir/Subscription/_search': any('/Subscription/_search', {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
    'GET /fhir/ws': any('/ws'),
    // asked in the test of exports, by everybody
    ...Object.fromEntries(
      ['', '/Patient'].flatMap((under) =>
        ['GET', 'POST'].map((verb) => [`${verb} /fhir${under}/$export`, any(`${under}/$export`, { method: verb })]),
      ),
    ),
  },
  ...[':type', 'DocumentReference', 'List', 'Binary', 'Subscription'].map((type) => both(`/${type}/$validate`)),
  both('/$check-document'),
  both('/Patient/$ihe-pix'),
  both('/Patient/$match'),
  ...[
    'ValueSet/$expand',
    'ValueSet/$validate-code',
    'CodeSystem/$lookup',
    'CodeSystem/$validate-code',
    'CodeSystem/$subsumes',
    'ConceptMap/$translate',
  ].map((path) => both(`/${path}`)),
  ...[
    'ValueSet/:id/$expand',
    'ValueSet/:id/$validate-code',
    'CodeSystem/:id/$validate-code',
    'CodeSystem/:id/$subsumes',
    'ConceptMap/:id/$translate',
  ].map((path) => both(`/${path}`)),
  ...['', '/:id'].map((id) => both(`/SearchParameter${id}/$indexing`)),
  ...['$status', '$get-ws-binding-token'].flatMap((name) => ['', '/:id'].map((id) => both(`/Subscription${id}/${name}`))),
  both('/Subscription/:id/$events'),
  both('/$deposit-xdm'),
);
