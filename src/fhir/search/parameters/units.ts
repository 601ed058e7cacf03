import type { Model } from '../../model/index.ts';
import { parseExpression } from '../expression/parse.ts';
import { nameOfPath, onlyTypeOf, type Path, start } from '../expression/path.ts';
import { pathsOf } from '../expression/paths.ts';
import { kindOf } from '../keys/kind.ts';
import type { Definition } from './definition.ts';
import type { ParameterType } from './parameter.ts';

/** How values stand in the keys: as the parameter's type says, profiles as hashes. */
export type UnitKind = ParameterType | 'profile';

/** The smallest thing that is written into keys: what one path, or one whole expression, leads to. */
export interface Unit {
  /** The same for the same values of the same kind. */
  readonly name: string;
  readonly kind: UnitKind;
  readonly source: Source;
}

export type Source =
  | { readonly by: 'path'; readonly path: Path }
  /** For the FHIRPath engine. */
  | { readonly by: 'engine'; readonly expression: string }
  /** Of a composite, for each element in `around`: the values of each part. */
  | { readonly by: 'parts'; readonly around: Path; readonly parts: readonly Part[] };

export interface Part {
  readonly kind: ParameterType;
  readonly paths: readonly Path[];
}

export interface UnitUse {
  readonly unit: Unit;
  readonly only: string | undefined;
}

/** What an expression of this kind leads to on a resource type: a unit for each path, or one for the FHIRPath engine. */
export function unitsOf(kind: UnitKind, expression: string, type: string, model: Model): readonly UnitUse[] {
  const parsed = parseExpression(expression);
  const paths = parsed === undefined ? undefined : pathsOf(parsed, [start(type)], model, type);
  if (paths === undefined) {
    return [{ unit: { name: `${kind} ${expression}`, kind, source: { by: 'engine', expression } }, only: undefined }];
  }
  return paths.map((path) => usedUnit(kind, path));
}

/** `where(resolve() is Patient)` at the end does not make other values: it uses those of the path before it. */
export function usedUnit(kind: UnitKind, path: Path): UnitUse {
  const only = kind === 'reference' ? onlyTypeOf(path) : undefined;
  const whole = only === undefined ? path : { ...path, steps: path.steps.slice(0, -1) };
  return { unit: { name: `${kind} ${nameOfPath(whole)}`, kind, source: { by: 'path', path: whole } }, only };
}

/** A composite on one type: around the whole resource its parts are units of their own; around an element they are kept together. */
export interface Composite {
  readonly whole: boolean;
  readonly around: readonly Path[];
  readonly parts: readonly Part[];
}

/** Undefined when an expression of it takes more than paths. */
export function compositeOf(
  definition: Definition,
  kinds: readonly ParameterType[],
  type: string,
  model: Model,
): Composite | undefined {
  const parsed = parseExpression(definition.expression);
  const around = parsed === undefined ? undefined : pathsOf(parsed, [start(type)], model, type);
  if (around === undefined) return undefined;
  const parts: Part[] = [];
  for (const [i, { expression }] of definition.components.entries()) {
    const part = parseExpression(expression);
    const paths =
      part === undefined
        ? undefined
        : pathsOf(
            part,
            around.map(({ type: on }) => start(on)),
            model,
            type,
          );
    const kind = kinds[i];
    if (paths === undefined || kind === undefined) return undefined;
    parts.push({ kind: fittingKind(kind, paths), paths: distinct(paths) });
  }
  return { whole: around.some(isWhole), around: around.filter((path) => !isWhole(path)), parts };
}

/** R4 names the definitions of the two parts of `relationship` the wrong way round: then the elements say what they are. */
function fittingKind(kind: ParameterType, paths: readonly Path[]): ParameterType {
  const gives = (one: ParameterType): boolean => paths.some(({ type }) => kindOf(one).valuesOf(type) !== undefined);
  return gives(kind) ? kind : ((['token', 'reference', 'quantity', 'date', 'string'] as const).find(gives) ?? kind);
}

const isWhole = ({ steps }: Path): boolean => steps.length === 0;

function distinct(paths: readonly Path[]): readonly Path[] {
  return [...new Map(paths.map((path) => [nameOfPath(path), path])).values()];
}

export function partsUnit(around: Path, parts: readonly Part[]): Unit {
  const names = parts.map(({ kind, paths }) => `${kind} ${paths.map(nameOfPath).join('|')}`);
  return {
    name: `composite ${nameOfPath(around)} ${names.join(' $ ')}`,
    kind: 'composite',
    source: { by: 'parts', around, parts },
  };
}
