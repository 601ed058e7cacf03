import { sharedTypes, spotOf } from '../engine/home.ts';
import type { Condition, Include, Parameter, Query, Test } from '../search/index.ts';
import { notAcross } from './refusals.ts';

/**
 * What can be asked of many records at once: conditions on the resource itself and on what is shared that it refers to. Refuses
 * `fhir.not-across` for whatever would lead from one thing of a record to another: that is asked in one record.
 */
export function refuseBeyond({ where, include, revinclude }: Query): void {
  for (const condition of where) refuseCondition(condition, false);
  for (const one of include) refuseInclude(one);
  const [back] = revinclude;
  if (back !== undefined) throw impossible('_revinclude');
}

/** `shared`: the condition is on a resource that is shared. */
function refuseCondition(condition: Condition, shared: boolean): void {
  if (condition.is === 'all' || condition.is === 'any') for (const one of condition.of) refuseCondition(one, shared);
  if (condition.is === 'of') refuseCondition(condition.where, shared);
  if (condition.is === 'not') refuseCondition(condition.of, shared);
  if (condition.is === 'match') refuseTest(condition.parameter.code, condition.test);
  if (condition.is === 'chain') refuseChain(condition);
  if (condition.is === 'has') {
    if (!shared || !sharedTypes.has(condition.type)) throw impossible('_has');
    refuseCondition(condition.where, true);
  }
  if (condition.is === 'listed') throw impossible('_list');
  if (condition.is === 'words' || condition.is === 'document-words')
    throw impossible(condition.over === 'text' ? '_text' : '_content');
}

const impossible = (name: string) => notAcross(`${name} n’y est pas possible`, `${name} is not possible`, name);

function refuseChain({ parameter: { code }, targets }: Extract<Condition, { readonly is: 'chain' }>): void {
  if (!targets.every(({ type }) => sharedTypes.has(type))) {
    throw notAcross(
      `un enchaînement de ${code} ne mène qu’à ce qui est partagé ; nommez-le (${code}:Organization.…)`,
      `a chain from ${code} leads to what is shared only; name it (${code}:Organization.…)`,
      code,
    );
  }
  for (const { where } of targets) refuseCondition(where, true);
}

/** A reference that carries a record names one person without saying so. */
function refuseTest(code: string, test: Test): void {
  if (test.is === 'unequal') refuseTest(code, test.to);
  if (test.is === 'tuples') for (const part of test.tuples.flat()) refuseTest(code, part);
  if (test.is !== 'references' || !test.values.some(leadsIntoARecord)) return;
  throw notAcross(`« ${code} » mène dans le dossier d’une personne`, `“${code}” leads into one person’s record`, code);
}

function leadsIntoARecord(reference: string): boolean {
  const [type = '', id = ''] = reference.split('/').slice(-2);
  return spotOf(type, id) !== undefined;
}

function refuseInclude({ parameter, target }: Include): void {
  const { code, on, targets } = parameter;
  const to = target === undefined ? targets : [target];
  if (to.length > 0 && to.every((type) => sharedTypes.has(type)) && !isAddress(parameter)) return;
  throw notAcross(
    `_include n’y joint que ce qui est partagé ; nommez-le (${on}:${code}:Organization)`,
    `_include brings what is shared only; name it (${on}:${code}:Organization)`,
    '_include',
  );
}

/** A canonical address names a definition in any version, not one resource. */
const isAddress = ({ paths }: Parameter): boolean => paths.some(({ type }) => type === 'canonical' || type === 'uri');
