import type { Submission } from '#documents';
import { fhirRefusal, isObject, type Json, objects, searchset } from '#fhir';
import { pageToken, provideResponse, readProvideBundle, readSimplified, recordAsked, submissionQuery } from '#interop/pdsm';
import { hexOfRecordId, PLATFORM, parseItemId, type RecordId } from '#kernel';
import type { Ask, Told } from '../ask.ts';
import { resourceOf, searchAsked } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { listBody } from '../list.ts';
import { outcomeOf, verdictIssues } from '../verdict.ts';
import type { Interaction } from './interaction.ts';
import { search as searchAll } from './search.ts';

const listTypes = 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes';
const submissionProfile = /\/(pdsm-[a-z-]*provide[a-z-]*bundle|IHE\.MHD\.[A-Za-z.]*ProvideBundle)$/i;

/** Whether a Bundle is a submission of documents: by its profile, or by the SubmissionSet in it. Source: IHE MHD ITI-65; PDSm 3.1.1. */
export function isSubmission(bundle: Json): boolean {
  const profiles = isObject(bundle.meta) && Array.isArray(bundle.meta.profile) ? bundle.meta.profile : [];
  if (profiles.some((profile) => typeof profile === 'string' && submissionProfile.test(profile))) return true;
  const resources = objects(bundle.entry).map(({ resource }) => (isObject(resource) ? resource : {}));
  return resources.some(isSubmissionSet) && resources.some(({ resourceType }) => resourceType === 'DocumentReference');
}

/** ITI-65: deposits the documents of a Bundle that {@link isSubmission}. */
export async function provide({ documents }: RestDesk, ask: Ask, bundle: Json): Promise<Told> {
  const provided = readProvideBundle(bundle);
  const registered = await documents.deposit(ask.call, asWished(provided.submission, ask));
  const outcomes = registered.verdicts?.map((verdict) =>
    verdict === undefined ? undefined : (JSON.parse(outcomeOf(verdictIssues(verdict))) as Json),
  );
  return { status: 200, body: provideResponse(provided, registered, ask.call.at, outcomes), ...applied(ask) };
}

/**
 * `Prefer: handling=strict` asks for the whole check before the acknowledgement, which then waits for XSD and schematron; without it a
 * deposit meets the ordinary check only. Source: RFC 7240 §4.4.
 */
function asWished(submission: Submission, { prefer }: Ask): Submission {
  return prefer.handling === 'strict' ? { ...submission, strict: true } : submission;
}

function applied({ prefer }: Ask): Pick<Told, 'headers'> {
  return prefer.handling === 'strict' ? { headers: { 'preference-applied': 'handling=strict' } } : {};
}

/** ITI-105, Simplified Publish. */
const publish: Interaction = {
  codes: ['create'],
  verb: 'POST',
  path: '/DocumentReference',
  type: 'DocumentReference',
  letters: 'c',
  async answer({ documents, model }, ask) {
    const { json } = resourceOf(model, ask.body);
    if (json.resourceType !== 'DocumentReference') {
      throw fhirRefusal(
        'wrong-resource',
        'Une DocumentReference est attendue.',
        'A DocumentReference is expected.',
        'resourceType',
      );
    }
    const { entries, replayed } = await documents.deposit(ask.call, asWished(readSimplified(json), ask));
    return { status: replayed ? 200 : 201, version: 1, location: `DocumentReference/${entries[0]?.id}`, ...applied(ask) };
  },
};

/** ITI-66; a search by the code of another kind of list is the engine's. */
async function findLists(desk: RestDesk, ask: Ask): Promise<Told> {
  const { documents, ins, base } = desk;
  const asked = searchAsked(ask);
  const codes = asked.get('code');
  if (codes !== undefined && !codes.some((code) => code.includes('submissionset'))) return searchAll(desk, ask, { type: 'List' });
  const record = await recordAsked(ins, ask.call, asked);
  const query = submissionQuery(asked, record ?? PLATFORM);
  const address = `${base}/List`;
  if (record === undefined) return { status: 200, body: searchset(address, 0, []) };
  const found = await documents.findLots(ask.call, record, query);
  const entries = found.items.map((lot) => ({
    fullUrl: `${address}/${lot.id}`,
    body: listBody(lot, parseItemId(lot.id).record),
  }));
  return { status: 200, body: searchset(address, found.total, entries, nextOf(address, asked, record, found.next)) };
}

/** An id that the server made. */
const isItemId = (id: string): boolean => /^[0-9a-f]{32}-[0-9a-z]{1,11}$/.test(id);

/** A submission set with those of its documents that the caller may see, or another list. */
const readList: Interaction = {
  codes: ['read'],
  verb: 'GET',
  path: '/List/:id',
  type: 'List',
  letters: 'r',
  async answer({ documents, fhir }, { call, place: { id = '' } }) {
    const lot = isItemId(id)
      ? (await documents.findLots(call, parseItemId(id).record, { numbers: [parseItemId(id).n], limit: 1 })).items[0]
      : undefined;
    if (lot !== undefined) return { status: 200, body: listBody(lot, parseItemId(id).record) };
    const { version, at, body } = await fhir.read(call, 'List', id);
    return { status: 200, version, at, body };
  },
};

/** ITI-68: the bytes themselves, or a Binary for who asks for FHIR. */
const readBinary: Interaction = {
  codes: ['read'],
  verb: 'GET',
  path: '/Binary/:id',
  type: 'Binary',
  ownMedia: true,
  letters: 'r',
  async answer({ documents }, { call, header, place: { id = '' } }) {
    const entry = await documents.read(call, id);
    const content = await entry.bytes();
    const headers = {
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    };
    const type = entry.mediaType;
    if (!/fhir\+(json|xml)/.test(header('accept') ?? '')) return { status: 200, raw: { type, content }, headers };
    const binary = { resourceType: 'Binary', id: entry.id, contentType: type, data: content.toString('base64') };
    return { status: 200, body: JSON.stringify(binary), headers };
  },
};

const search = (type: string, answer: Interaction['answer']): Interaction[] => [
  { codes: ['search-type'], verb: 'GET', path: `/${type}`, type, letters: 's', answer },
  { codes: ['search-type'], verb: 'POST', path: `/${type}/_search`, type, letters: 's', answer },
];

/**
 * What the walk of a document answers itself: PDSm (IHE MHD) ITI-66, 68 and 105. A DocumentReference is otherwise read and searched (ITI-67)
 * like any resource.
 */
export const documentInteractions: readonly Interaction[] = [publish, ...search('List', findLists), readList, readBinary];

function isSubmissionSet(resource: Json): boolean {
  if (resource.resourceType !== 'List' || !isObject(resource.code)) return false;
  return objects(resource.code.coding).some(
    ({ system, code }) => code === 'submissionset' && (system === undefined || system === listTypes),
  );
}

/** The links of an answer repeat no matricule: they would end in the logs of whoever stands between. */
function nextOf(
  address: string,
  asked: ReadonlyMap<string, readonly string[]>,
  record: RecordId,
  next: Parameters<typeof pageToken>[0] | undefined,
): string | undefined {
  if (next === undefined) return undefined;
  const query = new URLSearchParams();
  for (const [name, values] of asked) for (const value of values) query.append(name, value);
  query.delete('patient.identifier');
  query.set('patient', `Patient/${hexOfRecordId(record)}`);
  query.set('page', pageToken(next));
  return `${address}?${query}`;
}
