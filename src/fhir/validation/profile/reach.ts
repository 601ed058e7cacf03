import { isObject, text } from '../../json.ts';
import type { Part, Scope, Spot } from '../ground.ts';
import { resolveIn } from '../reference.ts';

const none: readonly Spot[] = [];

/** The elements of a name in a value: `code`, `value[x]` for a choice, `valueQuantity` for one type of it. */
export function childrenOf(spot: Spot, name: string, scope: Scope): readonly Spot[] {
  const shape = scope.ground.shape(spot.type);
  if (shape === undefined) return none;
  const holder = shape.kind === 'primitive' ? spot.extra : spot.value;
  if (!isObject(holder)) return none;
  const base = name.endsWith('[x]') ? name.slice(0, -3) : name;
  const parts = shape.choices.get(base);
  if (parts !== undefined) {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return spotsOf(only, holder, spot.at, scope);
    return parts.flatMap((part) => spotsOf(part, holder, spot.at, scope));
  }
  const part = shape.parts.get(name);
  return part === undefined ? none : spotsOf(part, holder, spot.at, scope);
}

function spotsOf(part: Part, holder: Readonly<Record<string, unknown>>, above: string, scope: Scope): readonly Spot[] {
  const value = holder[part.name];
  const extra = part.primitive ? holder[`_${part.name}`] : undefined;
  if (value === undefined && extra === undefined) return none;
  const at = `${above}.${part.step}`;
  if (!part.list) return [{ value, extra, type: typeOf(part, value, scope), at }];
  const [values, extras] = [Array.isArray(value) ? value : [], Array.isArray(extra) ? extra : []];
  const spots: Spot[] = [];
  for (let i = 0; i < Math.max(values.length, extras.length); i++)
    spots.push({
      value: values[i] ?? undefined,
      extra: extras[i] ?? undefined,
      type: typeOf(part, values[i], scope),
      at: `${at}[${i}]`,
    });
  return spots;
}

/** Where any resource may stand, its own type. */
function typeOf(part: Part, value: unknown, scope: Scope): string {
  if (part.type !== 'Resource' || !isObject(value)) return part.type;
  const type = text(value.resourceType);
  return type !== undefined && scope.ground.shape(type)?.kind === 'resource' ? type : 'Resource';
}

/** The scope of a value: of the resource itself when the value is one. */
export function enter({ value, at }: Spot, scope: Scope): Scope {
  if (!isObject(value) || typeof value.resourceType !== 'string' || value === scope.resource) return scope;
  return { ...scope, resource: value, at, outer: scope, contained: /\.contained\[\d+\]$/.test(at) };
}

/** One step of a discriminator's path. Source: FHIR R4 §5.1.0.13, the subset of FHIRPath that slicing may use. */
export type Step =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'resolve' };

/** `$this`, `code.coding`, `extension('http://…').value.ofType(Coding)`, `resolve().code`. Undefined when it says anything else. */
export function stepsOf(path: string): Step[] | undefined {
  const steps: Step[] = [];
  // The dots of a url are inside quotes.
  for (const part of path.trim().match(/(?:'[^']*'|"[^"]*"|[^.'"])+/g) ?? []) {
    if (part === '$this') continue;
    const call = /^(\w+)\(\s*(?:'([^']*)'|"([^"]*)"|([\w.]*))\s*\)$/.exec(part);
    const argument = call?.[2] ?? call?.[3] ?? call?.[4] ?? '';
    if (call === null && /^\w+(\[x\])?$/.test(part)) steps.push({ kind: 'child', name: part });
    else if (call?.[1] === 'extension') steps.push({ kind: 'extension', url: argument });
    else if (call?.[1] === 'ofType' || call?.[1] === 'as') steps.push({ kind: 'type', name: argument.replace(/^FHIR\./, '') });
    else if (call?.[1] === 'resolve') steps.push({ kind: 'resolve' });
    else return undefined;
  }
  return steps;
}

export interface Found {
  readonly spot: Spot;
  readonly scope: Scope;
}

/** The values that a step leads to. */
export function follow({ spot, scope }: Found, step: Step): readonly Found[] {
  if (step.kind === 'type') return spot.type === step.name ? [{ spot, scope }] : [];
  if (step.kind === 'resolve') return targetsOf(spot, scope);
  if (step.kind === 'child')
    return childrenOf(spot, step.name, scope).map((child) => ({ spot: child, scope: enter(child, scope) }));
  return childrenOf(spot, 'extension', scope)
    .filter(({ value }) => isObject(value) && value.url === step.url)
    .map((child) => ({ spot: child, scope }));
}

function targetsOf(spot: Spot, scope: Scope): readonly Found[] {
  const reference = isObject(spot.value) ? text(spot.value.reference) : text(spot.value);
  const target = reference === undefined ? undefined : resolveIn(scope, reference);
  if (target === undefined) return [];
  const type = text(target.resource.resourceType) ?? 'Resource';
  return [{ spot: { value: target.resource, extra: undefined, type, at: target.at ?? spot.at }, scope: target.scope ?? scope }];
}

export function followAll(from: Found, steps: readonly Step[]): readonly Found[] {
  let found: readonly Found[] = [from];
  for (const step of steps) found = found.flatMap((one) => follow(one, step));
  return found;
}
