import { type Actor, type RecordId, recordIdOfHex } from '#kernel';
import { isObject, type Json, objects, text } from '../json.ts';
import { fhirRefusal } from '../refusals.ts';

/** An export as it was asked for, kept with it. */
export interface AskedExport {
  readonly actor: Actor;
  /** The whole address of the request. */
  readonly request: string;
  readonly level: 'system' | 'patient' | 'group';
  /** The people it is about, when it is about some of them only: a Group’s members, or those named by `patient`. */
  readonly records?: readonly RecordId[];
  /** Absent: every type that the caller may read. */
  readonly types?: readonly string[];
  readonly since?: string;
}

/** One value of a kick-off request, from the address or from a Parameters resource. */
export type ExportParameters = ReadonlyMap<string, readonly string[]>;

const formats = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];
const known = ['_outputFormat', '_since', '_type', 'patient'];

/** The parameters of a kick-off by POST. */
export function exportParameters(body: Json): ExportParameters {
  const values = new Map<string, string[]>();
  for (const parameter of objects(body.parameter)) {
    const value = Object.entries(parameter).find(([name]) => name.startsWith('value'))?.[1];
    const written = isObject(value) ? text(value.reference) : text(value);
    const name = text(parameter.name) ?? '';
    values.set(name, [...(values.get(name) ?? []), written ?? '']);
  }
  return values;
}

/**
 * Reads the parameters. Refuses `fhir.unknown-parameter` (unless lenient: then it is left out), `fhir.export-format`, `fhir.bad-date`,
 * `fhir.unknown-type`, `fhir.bad-parameter`. Source: Bulk Data Access 2.0.0, Bulk Data Kick-off Request.
 */
export function readExportAsked(
  asked: ExportParameters,
  { lenient, isType, byPost }: { lenient: boolean; isType: (type: string) => boolean; byPost: boolean },
): Pick<AskedExport, 'types' | 'since' | 'records'> {
  for (const name of asked.keys()) if (!known.includes(name) && !lenient) throw unknown(name);
  const format = asked.get('_outputFormat')?.[0]?.replaceAll(' ', '+');
  if (format !== undefined && !formats.includes(format)) throw badFormat();
  const since = asked.get('_since')?.[0]?.replaceAll(' ', '+');
  if (since !== undefined && !isInstant(since)) throw badSince();
  const types = asked.get('_type')?.flatMap((list) => list.split(',').map((type) => type.trim()));
  const wrong = types?.find((type) => !isType(type));
  if (wrong !== undefined) throw unknownType(wrong);
  const people = asked.get('patient');
  if (people !== undefined && !byPost) throw unknown('patient');
  return {
    ...(types === undefined ? {} : { types: [...new Set(types)] }),
    ...(since === undefined ? {} : { since }),
    ...(people === undefined ? {} : { records: people.map(recordNamed) }),
  };
}

/** Refuses `id.unknown` for a reference that leads to no Patient of this server. */
function recordNamed(reference: string): RecordId {
  return recordIdOfHex(reference.replace(/^(.*\/)?Patient\//, ''));
}

function isInstant(value: string): boolean {
  return /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.test(value) && !Number.isNaN(Date.parse(value));
}

function unknown(name: string) {
  return fhirRefusal(
    'unknown-parameter',
    `Le paramètre « ${name.slice(0, 60)} » de $export n’est pas pris en charge. Acceptés : ${known.join(', ')} (patient par POST).`,
    `The parameter “${name.slice(0, 60)}” of $export is not supported. Accepted: ${known.join(', ')} (patient by POST).`,
    name.slice(0, 60),
  );
}

function unknownType(type: string) {
  return fhirRefusal(
    'unknown-type',
    `« ${type.slice(0, 60)} » n’est pas un type de ressource de ce serveur.`,
    `“${type.slice(0, 60)}” is no type of resource of this server.`,
    '_type',
  );
}

function badFormat() {
  return fhirRefusal(
    'export-format',
    `Format d’export offert : ${formats.join(', ')}.`,
    `Export format offered: ${formats.join(', ')}.`,
    '_outputFormat',
  );
}

function badSince() {
  return fhirRefusal('bad-date', '_since est un instant.', '_since is an instant.', '_since');
}
