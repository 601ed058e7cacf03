import { missingBase } from '../../definitions/snapshot.ts';
import { type Json, text } from '../../json.ts';
import type { Check, Ground, Profile } from '../ground.ts';
import { type Definitions, treeFor } from './definitions.ts';
import { compileElement } from './element.ts';

/** A StructureDefinition with its snapshot, as a check. It is compiled when first run. */
export function profileFrom(definition: Json, ground: Ground, known: Definitions): Profile | undefined {
  const root = treeFor(definition);
  const [url, version, type] = [text(definition.url), text(definition.version), text(definition.type)];
  if (root === undefined || url === undefined || type === undefined) return undefined;
  const name = version === undefined ? url : `${url}|${version}`;
  let compiled: { readonly check: Check | undefined } | undefined;
  return {
    name,
    url,
    type,
    definition,
    missing: missingBase(ground.shelf, definition),
    check(spot, scope) {
      compiled ??= { check: compileElement(root, [], { ground, known, from: name }) };
      compiled.check?.(spot, scope);
    },
  };
}
