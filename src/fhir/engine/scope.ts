import { type Call, ownRecord, PLATFORM, type RecordId } from '#kernel';
import type { Asked } from '../search/asked.ts';
import type { FhirDesk } from './desk.ts';
import { idShape, kindOf, neverInARecord, ownHome, sharedTypes, sharedUnlessPersonal, spotOf } from './home.ts';
import { lookUpAliases } from './lookUp.ts';
import { nameOfPatient } from './patient/called.ts';
import { personsByIdentifier } from './patient/find.ts';
import { mentionOf } from './references.ts';
import * as refusals from './refusals.ts';

/** As {@link placeOfSearch}, for what is done in one place only. */
export async function homeOfSearch(
  desk: FhirDesk,
  call: Call,
  type: string | undefined,
  asked: Asked,
): Promise<RecordId | undefined> {
  const place = await placeOfSearch(desk, call, type, asked);
  if (place === 'across') throw refusals.patientRequired();
  return place;
}

/**
 * The home that a search of a type looks in: the record of the one patient that it names, by reference or by identifier; a citizen's own
 * record; what is shared; what is the caller's own, for types that name no patient. A professional or a software that searches one type
 * and names nobody searches what they made, `across` records. Undefined when the patient that it names is not known. Refuses
 * `fhir.patient-required`, `fhir.several-patients`.
 */
export async function placeOfSearch(
  desk: FhirDesk,
  call: Call,
  type: string | undefined,
  asked: Asked,
): Promise<RecordId | 'across' | undefined> {
  const { actor } = call;
  if (type !== undefined && sharedTypes.has(type)) return PLATFORM;
  if (type !== undefined && neverInARecord.has(type)) return ownHome(actor);
  const { by, homes } = await patientsNamed(desk, asked);
  const [home] = homes;
  if (homes.size > 1) throw refusals.severalPatientsAsked(by ?? '');
  if (by !== undefined) return home;
  const byId = type === undefined ? undefined : await homeOfIds(desk, type, asked);
  if (byId !== undefined) return byId;
  const own = ownRecord(call);
  if (own !== undefined) return own;
  if (type !== undefined && sharedUnlessPersonal.has(type)) return PLATFORM;
  if (type !== undefined && !namesPatients(desk, type)) return ownHome(actor);
  if (type !== undefined && actor.kind !== 'operator') return 'across';
  throw refusals.patientRequired();
}

/**
 * The home of a compartment, for a search in it: undefined when the search names a patient besides who is another, or nobody known, since all
 * that is there is of one person. Refuses `fhir.several-patients`.
 */
export async function homeWithin(desk: FhirDesk, home: RecordId, asked: Asked): Promise<RecordId | undefined> {
  const { by, homes } = await patientsNamed(desk, asked);
  if (homes.size > 1) throw refusals.severalPatientsAsked(by ?? '');
  return by === undefined || homes.has(home) ? home : undefined;
}

/** The patients that a search names, and the first parameter that does; none when one of the parameters names nobody known. */
export async function patientsNamed(
  desk: FhirDesk,
  asked: Asked,
): Promise<{ readonly by: string | undefined; readonly homes: ReadonlySet<RecordId> }> {
  const lists = [...asked].flatMap(([name, values]) => values.map((list) => [name, list.split(',')] as const));
  const ids = lists.flatMap(([name, parts]) => parts.flatMap((value) => patientId(name, value, desk.base) ?? []));
  const aliases = await lookUpAliases(
    desk.store,
    ids.map((id) => ({ type: 'Patient', id })),
  );
  const homes = new Set<RecordId>();
  let by: string | undefined;
  let nobody = false;
  for (const [name, parts] of lists) {
    const mentioned = parts.map((value) => patientId(name, value, desk.base));
    const byIdentifier = isIdentifierOfPatient(name);
    if (!byIdentifier && mentioned.every((id) => id === undefined)) continue;
    by ??= name;
    const found = byIdentifier
      ? await personsByIdentifier(desk, desk.store, parts)
      : mentioned.flatMap((id) =>
          id === undefined ? [] : ((spotOf('Patient', id) ?? aliases.get(`Patient/${id}`))?.home ?? []),
        );
    for (const home of found) homes.add(home);
    // Beside a patient, a list may name what is none: something may be found by that.
    if (found.length === 0 && (byIdentifier || !mentioned.includes(undefined))) nobody = true;
  }
  return { by, homes: nobody ? new Set() : homes };
}

const isIdentifierOfPatient = (name: string): boolean =>
  /^(patient|subject|[a-z-]+:Patient)\.identifier$/.test(name) || name === 'patient:identifier' || name === 'subject:identifier';

/** `patient=1`, `patient=Patient/1`, `subject:Patient=1`, `performer=Patient/1`, `subject=http://us/fhir/Patient/1`. */
function patientId(name: string, value: string, base: string): string | undefined {
  const { type, id } = mentionOf(value, base);
  if (type !== undefined) return type === 'Patient' ? id : undefined;
  if (!/^[A-Za-z0-9\-.]{1,64}$/.test(value)) return undefined;
  if (name === 'patient' || name.endsWith(':Patient')) return value;
  // Without its type a subject is a patient when it has the shape of one.
  return name === 'subject' && spotOf('Patient', value) !== undefined ? value : undefined;
}

/**
 * A search with its patient called as the Patient of the record is, whatever name was used: the id of the record, one that a client chose,
 * an identifier. What is searched holds that one name.
 */
export async function inUsedName(desk: FhirDesk, home: RecordId, asked: Asked): Promise<Asked> {
  if (kindOf(home) !== 'record') return asked;
  const named = [...asked].some(
    ([name, values]) => isIdentifierOfPatient(name) || values.some((value) => namesOne(desk, name, value)),
  );
  if (!named) return asked;
  const reference = `Patient/${await nameOfPatient(desk, desk.store, home)}`;
  const out = new Map<string, readonly string[]>();
  for (const [name, values] of asked) {
    if (isIdentifierOfPatient(name)) {
      const parameter = name.replace(/\.identifier$|:identifier$/, '');
      out.set(parameter, [...(out.get(parameter) ?? []), reference]);
      continue;
    }
    const parts = values.map((value) => value.split(','));
    const renamed = parts.map((part) =>
      part.map((one) => (patientId(name, one, desk.base) === undefined ? one : reference)).join(','),
    );
    out.set(name, [...(out.get(name) ?? []), ...renamed]);
  }
  return out;
}

const ofPatient = /^(patient|subject)(:Patient|:identifier)?(\.identifier)?$/;

/** A search without what names its patient and says nothing else, for where only that patient's things are kept. */
export function withoutPatient(desk: FhirDesk, asked: Asked): Asked {
  return new Map([...asked].filter(([name, values]) => !values.every((value) => onlyNamesPatient(desk, name, value))));
}

/** Whether a parameter names the patient of the search, and says nothing else. */
export function onlyNamesPatient({ base }: FhirDesk, name: string, value: string): boolean {
  if (!ofPatient.test(name)) return false;
  return isIdentifierOfPatient(name) || value.split(',').every((one) => patientId(name, one, base) !== undefined);
}

const namesOne = (desk: FhirDesk, name: string, value: string): boolean =>
  value.split(',').some((one) => patientId(name, one, desk.base) !== undefined);

/** The home that ids lead to, of the server's own or chosen by clients, when each does and all to the same. */
async function homeOfIds(desk: FhirDesk, type: string, asked: Asked): Promise<RecordId | undefined> {
  const ids = (asked.get('_id') ?? []).flatMap((list) => list.split(','));
  const chosen = ids.filter((id) => idShape.test(id)).map((id) => ({ type, id }));
  const aliases = await lookUpAliases(desk.store, chosen);
  const homes = new Set(ids.map((id) => (spotOf(type, id) ?? aliases.get(`${type}/${id}`))?.home));
  const [home] = homes;
  return homes.size === 1 ? home : undefined;
}

/** Whether a search of that type can name a patient. */
function namesPatients({ parameters }: FhirDesk, type: string): boolean {
  return [...parameters.of(type).values()].some(({ targets }) => targets.includes('Patient'));
}
