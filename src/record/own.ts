import { type Fhir, isObject, type Json, objects, personTag } from '#fhir';
import { type Call, parseItemId, type RecordId, unknownId } from '#kernel';

export interface OwnDesk {
  readonly fhir: Pick<Fhir, 'create' | 'update' | 'remove'>;
}

/**
 * Writes what a person, or who acts for them, enters in their carnet: a FHIR resource of their own, with the tag that says so. In: a resource
 * that names the person of the record; `at` the one that it replaces. Gives its id. Refuses what `fhir.create` and `fhir.update` refuse, and
 * `id.unknown` for what is in another record. Traced by the write.
 */
export async function writeOwn(
  { fhir }: OwnDesk,
  call: Call,
  record: RecordId,
  resource: Json,
  at?: { readonly id: string },
): Promise<string> {
  if (at !== undefined) refuseElsewhere(record, at.id);
  const meta = isObject(resource.meta) ? resource.meta : {};
  const json = { ...resource, ...at, meta: { ...meta, tag: [...objects(meta.tag), personTag] } };
  const type = String(resource.resourceType);
  const input = { json, text: JSON.stringify(json) };
  const written = at === undefined ? await fhir.create(call, type, input) : await fhir.update(call, type, at.id, input);
  return written.id;
}

/** Removes such a resource; again changes nothing. Refuses what `fhir.remove` refuses, and `id.unknown` for what is in another record. */
export async function removeOwn({ fhir }: OwnDesk, call: Call, record: RecordId, type: string, id: string): Promise<void> {
  refuseElsewhere(record, id);
  await fhir.remove(call, type, id);
}

function refuseElsewhere(record: RecordId, id: string): void {
  if (parseItemId(id).record !== record) throw unknownId();
}
