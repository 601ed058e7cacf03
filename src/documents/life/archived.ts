import { objects } from '#fhir';

type Json = Readonly<Record<string, unknown>>;

/** The extension by which PDSm says that a document is archived. Source: PDSm 3.1.1, pdsm-ext-is-archived. */
export const archivedExtension = 'https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-archived';

/** What a DocumentReference says of it; undefined when it says nothing. */
export function archivedIn({ extension }: Json): boolean | undefined {
  const said = objects(extension).find(({ url }) => url === archivedExtension)?.valueBoolean;
  return typeof said === 'boolean' ? said : undefined;
}

/** The DocumentReference that says so. Of what never was archived nothing is said, unless its sender did. */
export function withArchived(resource: Json, archived: boolean): Json {
  if ((archivedIn(resource) ?? false) === archived) return resource;
  const others = objects(resource.extension).filter(({ url }) => url !== archivedExtension);
  return { ...resource, extension: [...others, { url: archivedExtension, valueBoolean: archived }] };
}
