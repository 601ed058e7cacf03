import type { Json } from '#packages';
import { type CodeSystem, jsonList, text } from './codeSystem.ts';

/** One filter of a value set's include: `property op value`. */
export interface Filter {
  readonly property: string;
  readonly op: string;
  readonly value: string;
}

export function filterOf({ property, op, value }: Json): Filter {
  return { property: text(property) ?? '', op: text(op) ?? '', value: text(value) ?? '' };
}

/**
 * What a filter says of the concepts of a system, compiled once; undefined when it cannot be computed here (an operator that R4 does not
 * have, a regular expression that may never end). Source: FHIR R4 §4.9.5, ValueSet.compose.include.filter, and FilterOperator.
 */
export function compileFilter(system: CodeSystem, { property, op, value }: Filter): ((code: string) => boolean) | undefined {
  const valuesOf = (code: string): readonly string[] => propertyValues(system, code, property);
  switch (op) {
    case '=':
      return (code) => valuesOf(code).includes(value);
    case 'in': {
      const wanted = new Set(value.split(',').map((one) => one.trim()));
      return (code) => valuesOf(code).some((one) => wanted.has(one));
    }
    case 'not-in': {
      const refused = new Set(value.split(',').map((one) => one.trim()));
      return (code) => !valuesOf(code).some((one) => refused.has(one));
    }
    case 'exists':
      return (code) => valuesOf(code).length > 0 === (value === 'true');
    case 'regex': {
      const pattern = wholeMatch(value);
      return pattern && ((code) => valuesOf(code).some((one) => pattern.test(one)));
    }
    case 'is-a':
    case 'descendent-of':
    case 'is-not-a': {
      const root = system.canonicalCode(value);
      const below = system.descendants(root);
      if (op === 'is-a') return (code) => code === root || below.has(code);
      return op === 'descendent-of' ? (code) => below.has(code) : (code) => code !== root && !below.has(code);
    }
    case 'generalizes': {
      const root = system.canonicalCode(value);
      const above = system.ancestors(root);
      return (code) => code === root || above.has(code);
    }
    default:
      return undefined;
  }
}

/** As text; a boolean property that is not there is false. Source: FHIR R4 §4.8.10, defined concept properties. */
function propertyValues(system: CodeSystem, code: string, property: string): readonly string[] {
  const concept = system.concepts.get(code) ?? {};
  if (property === 'code' || property === 'concept') return [code];
  if (property === 'display') return [text(concept.display) ?? ''];
  if (property === 'parent') return system.parents(code);
  if (property === 'child') return system.children(code);
  const own = jsonList(concept.property).filter((one) => one.code === property);
  if (own.length === 0) return property === 'notSelectable' || property === 'inactive' ? ['false'] : [];
  return own.flatMap((one) => Object.entries(one).flatMap(([key, value]) => (key.startsWith('value') ? asText(value) : [])));
}

function asText(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return asText((value as Json).code);
  return value === undefined ? [] : [String(value)];
}

/** A group that repeats and is repeated can take for ever on a text made for it; so can a back reference. */
const mayNeverEnd = /\([^()]*[+*{][^()]*\)[+*{]|\)\)+[+*{]|\\[1-9]/;

function wholeMatch(pattern: string): RegExp | undefined {
  if (pattern.length > 500 || mayNeverEnd.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
}
