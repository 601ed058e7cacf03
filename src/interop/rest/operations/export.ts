import { type AskedExport, exportParameters, fhirRefusal, isObject, type Json, objects, readExportAsked, text } from '#fhir';
import { type RecordId, Refusal, recordIdOfHex } from '#kernel';
import { requireScope } from '#signin';
import type { Ask, Told } from '../ask.ts';
import { resourceOf } from '../body.ts';
import type { RestDesk } from '../desk.ts';
import { notForApps } from '../narrowing.ts';
import type { AskedOperation, Operation } from './operation.ts';

const ig = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition';
const common = { name: 'export', in: [], ownParameters: true } as const;

/** Source: Bulk Data Access 2.0.0, Bulk Data Kick-off Request. Every type that the token lets the caller read, unless `_type` says which. */
export const exportSystem: Operation = {
  ...common,
  definition: `${ig}/export`,
  levels: ['system'],
  answer: (asked) => kickOff(asked, { level: 'system' }),
};

export const exportPatients: Operation = {
  ...common,
  definition: `${ig}/patient-export`,
  levels: ['type'],
  types: ['Patient'],
  answer: (asked) => kickOff(asked, { level: 'patient' }),
};

export const exportGroup: Operation = {
  ...common,
  definition: `${ig}/group-export`,
  levels: ['instance'],
  types: ['Group'],
  async answer(asked) {
    requireScope(asked.ask.caller, 'Group.r');
    const group = await asked.desk.fhir.read(asked.ask.call, 'Group', asked.id ?? '');
    const ids = membersOf(JSON.parse(group.body) as Json);
    const records = await Promise.all(ids.map((id) => recordOf(asked, id)));
    return kickOff(asked, { level: 'group', records: [...new Set(records.flatMap((record) => record ?? []))] });
  },
};

async function kickOff({ desk, ask }: AskedOperation, about: Pick<AskedExport, 'level' | 'records'>): Promise<Told> {
  if (ask.caller.within !== undefined) throw noExport();
  if (!ask.prefer.respondAsync) {
    throw fhirRefusal(
      'async-only',
      'Un export se fait en arrière-plan : envoyez l’en-tête « Prefer: respond-async ».',
      'An export is made in the background: send the header “Prefer: respond-async”.',
      'Prefer',
    );
  }
  const read = readAsked(desk, ask);
  const types = typesAllowed(desk, ask, read.types);
  const records =
    about.records !== undefined && read.records !== undefined
      ? both(about.records, read.records)
      : (read.records ?? about.records);
  const path = about.level === 'system' ? '' : about.level === 'patient' ? '/Patient' : `/Group/${ask.place.id}`;
  const query = ask.query.size === 0 ? '' : `?${ask.query}`;
  const id = await desk.exports.ask(ask.call, {
    actor: ask.call.actor,
    request: `${desk.base}${path}/$export${query}`,
    level: about.level,
    ...(types === undefined ? {} : { types }),
    ...(records === undefined ? {} : { records }),
    ...(read.since === undefined ? {} : { since: read.since }),
  });
  return { status: 202, headers: { 'content-location': `${desk.base}/$export/${id}` } };
}

/** It is made in the background, in the professional's name, of whom the patient is not kept. */
const noExport = () =>
  notForApps(
    'Une application ouverte sur un patient n’exporte pas : elle lit ce patient.',
    'An application opened on a patient does not export: it reads that patient.',
  );

function readAsked(desk: RestDesk, ask: Ask): ReturnType<typeof readExportAsked> {
  const asked = new Map<string, string[]>();
  for (const [name, value] of ask.query) asked.set(name, [...(asked.get(name) ?? []), value]);
  const byPost = ask.verb === 'POST' && ask.body !== undefined && ask.body.bytes.length > 0;
  if (byPost) for (const [name, values] of exportParameters(resourceOf(desk.model, ask.body).json)) asked.set(name, [...values]);
  const types = new Set(desk.model.resources);
  return readExportAsked(asked, { lenient: ask.prefer.handling === 'lenient', isType: (type) => types.has(type), byPost });
}

/** Those asked for, each of which the token must cover; else all that it covers; undefined when it covers every type. */
function typesAllowed({ model }: RestDesk, { caller }: Ask, asked: readonly string[] | undefined): readonly string[] | undefined {
  if (asked !== undefined) {
    for (const type of asked) requireScope(caller, `${type}.rs`);
    return asked;
  }
  if (covers(() => requireScope(caller, '*.rs'))) return undefined;
  const covered = model.resources.filter((type) => covers(() => requireScope(caller, `${type}.rs`)));
  if (covered.length === 0) requireScope(caller, '*.rs');
  return covered;
}

function covers(require: () => void): boolean {
  try {
    require();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The ids of the patients of a Group, but for those who left it. */
function membersOf(group: Json): string[] {
  return objects(group.member).flatMap(({ entity, inactive }) => {
    const reference = isObject(entity) ? text(entity.reference) : undefined;
    const id = /(?:^|\/)Patient\/([A-Za-z0-9\-.]{1,64})$/.exec(reference ?? '')?.[1];
    return id === undefined || inactive === true ? [] : [id];
  });
}

/** An id of our own says its record; one that a client chose is looked up. */
async function recordOf({ desk, ask }: AskedOperation, id: string): Promise<RecordId | undefined> {
  if (/^[0-9a-f]{32}$/.test(id)) return recordIdOfHex(id);
  try {
    return (await desk.fhir.read(ask.call, 'Patient', id)).record;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const both = (a: readonly RecordId[], b: readonly RecordId[]): RecordId[] => a.filter((one) => b.includes(one));
