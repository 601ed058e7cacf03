import type { Json, Kind } from './shelf.ts';

/**
 * A conformance resource without what only a reader needs: narrative, prose, mappings, contacts, examples. What validation, search and
 * terminology read stays as it was. A kind that is not named here loses its narrative only.
 */
export function trim(kind: Kind, resource: Json): Json {
  if (kind === 'StructureDefinition') return trimStructure(resource);
  if (kind === 'ValueSet') return trimValueSet(resource);
  if (kind === 'CodeSystem')
    return { ...pick(resource, ofCodeSystem), ...put('concept', list(resource.concept).map(trimConcept)) };
  const kept = keptOf[kind];
  if (kept === undefined) return pick(resource, (key) => key !== 'text' && key !== 'contact');
  const some = pick(resource, kept);
  return kind === 'OperationDefinition' ? { ...some, ...put('parameter', list(resource.parameter).map(trimParameter)) } : some;
}

const of = (names: string): ((key: string) => boolean) => {
  const set = new Set(`resourceType id url version name title status ${names}`.split(' '));
  return (key) => set.has(key);
};
const ofStructure = of('experimental kind abstract type baseDefinition derivation context contextInvariant fhirVersion');
const ofValueSet = of('immutable');
const ofCodeSystem = of(
  'caseSensitive content count supplements valueSet hierarchyMeaning compositional versionNeeded filter property',
);
const ofSearchParameter = of(
  'code base type expression target component multipleOr multipleAnd comparator modifier xpathUsage derivedFrom',
);
const keptOf: Partial<Record<Kind, (key: string) => boolean>> = {
  SearchParameter: ofSearchParameter,
  ConceptMap: of('sourceUri sourceCanonical targetUri targetCanonical group'),
  OperationDefinition: of('kind affectsState code base resource system type instance inputProfile outputProfile'),
  CompartmentDefinition: of('code search resource'),
};

function trimStructure(resource: Json): Json {
  const elements = (view: unknown): Json | undefined =>
    isJson(view) ? { element: list(view.element).map(trimElement) } : undefined;
  return {
    ...pick(resource, ofStructure),
    ...put('snapshot', elements(resource.snapshot)),
    ...put('differential', elements(resource.differential)),
  };
}

const elementKept =
  /^(id|path|sliceName|sliceIsConstraining|slicing|min|max|base|contentReference|type|_?(fixed|pattern|minValue|maxValue)[A-Z]\w*|maxLength|condition|isModifier|isSummary|representation)$/;
/** Extensions of an element that change what is valid; the rest speaks to editors. */
const telling =
  /\/(elementdefinition-(maxValueSet|minValueSet|bestpractice|allowedUnits)|regex|structuredefinition-explicit-type-name)$/;

function trimElement(element: Json): Json {
  const { binding } = element;
  return {
    ...pick(element, (key) => elementKept.test(key)),
    ...tellingExtensions(element),
    ...put('constraint', list(element.constraint).map(trimConstraint)),
    ...put('binding', isJson(binding) ? { ...pick(binding, ofBinding), ...tellingExtensions(binding) } : undefined),
  };
}

const ofBinding = (key: string): boolean => key === 'strength' || key === 'valueSet';
const ofConstraint = (key: string): boolean => /^(key|severity|human|expression|source)$/.test(key);

function trimConstraint(constraint: Json): Json {
  return { ...pick(constraint, ofConstraint), ...tellingExtensions(constraint) };
}

function tellingExtensions(holder: Json): Json {
  return put(
    'extension',
    list(holder.extension).filter((one) => typeof one.url === 'string' && telling.test(one.url)),
  );
}

function trimValueSet(resource: Json): Json {
  const { compose, expansion } = resource;
  return {
    ...pick(resource, ofValueSet),
    ...put('compose', isJson(compose) ? trimCompose(compose) : undefined),
    ...put('expansion', isJson(expansion) ? trimExpansion(expansion) : undefined),
  };
}

function trimCompose(compose: Json): Json {
  const part = (one: Json): Json => ({
    ...pick(one, (key) => key !== 'extension' && key !== 'concept'),
    ...put('concept', list(one.concept).map(trimConcept)),
  });
  return {
    ...pick(compose, (key) => key === 'inactive' || key === 'lockedDate'),
    ...put('include', list(compose.include).map(part)),
    ...put('exclude', list(compose.exclude).map(part)),
  };
}

function trimExpansion(expansion: Json): Json {
  const contained = (one: Json): Json => ({
    ...pick(one, (key) => /^(system|version|code|display|abstract|inactive|designation)$/.test(key)),
    ...put('contains', list(one.contains).map(contained)),
  });
  return {
    ...pick(expansion, (key) => /^(identifier|timestamp|total|offset|parameter)$/.test(key)),
    ...put('contains', list(expansion.contains).map(contained)),
  };
}

/** Longer than this a designation is a text to read, not a name to choose by. */
const longName = 250;

function trimConcept(concept: Json): Json {
  const names = list(concept.designation).filter(({ value }) => typeof value === 'string' && value.length <= longName);
  return {
    ...pick(concept, (key) => key === 'code' || key === 'display' || key === 'property'),
    ...put('designation', names),
    ...put('concept', list(concept.concept).map(trimConcept)),
  };
}

function trimParameter(parameter: Json): Json {
  return {
    ...pick(parameter, (key) => !/^(documentation|part|extension)$/.test(key)),
    ...put('part', list(parameter.part).map(trimParameter)),
  };
}

function pick(from: Json, kept: (key: string) => boolean): Json {
  return Object.fromEntries(Object.entries(from).filter(([key]) => kept(key)));
}

/** Nothing is written for nothing. */
function put(key: string, value: Json | readonly Json[] | undefined): Json {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [key]: value };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
