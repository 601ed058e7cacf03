import { isWrittenNumber, parseExact } from '../json/index.ts';
import { pointerOf } from './pointer.ts';
import { malformedPatch, notApplicable, testFailed, tooLarge } from './refusals.ts';
import { type Branch, copyOf, isBranch, parsedPatch, patchedText, setMember } from './tree.ts';

const mostOperations = 500;
/** Copies of copies double with each operation: all together may hold this many values. */
const mostCopied = 100_000;

/**
 * A resource after a JSON Patch (RFC 6902), as text. Numbers that the patch does not touch keep their digits, members their order;
 * white space does not stay. What a removal leaves empty goes too: FHIR has no empty lists.
 *
 * In: text that JSON.parse accepts, and the patch, a list of operations. Refuses `fhir.patch-malformed`, `fhir.patch-not-applicable`,
 * `fhir.patch-test-failed`, `fhir.patch-too-large`, `fhir.too-deep`, `fhir.patch-immutable` (id, resourceType). Does not validate the result.
 *
 * Source: FHIR R4 §3.1.0.6, RFC 6902, RFC 6901.
 */
export function jsonPatch(text: string, patch: string): string {
  return patchedText(parseExact(text), applied(parseExact(text), parsedPatch(patch)));
}

/** Any JSON value after the operations; `document` is changed on the way. */
export function applied(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations))
    throw malformedPatch('JSON', 'une liste d’opérations est attendue', 'a list of operations is expected');
  if (operations.length > mostOperations) throw tooLarge(mostOperations);
  // The document hangs in an object, so that the whole of it can be replaced like any member.
  const holder: Branch = { '': document };
  const budget = { left: mostCopied };
  operations.forEach((operation, i) => {
    if (!isBranch(operation)) throw malformedPatch(`operation ${i}`, 'un objet est attendu', 'an object is expected');
    apply(holder, operation, `operation ${i}`, budget);
  });
  return holder[''];
}

/** One operation being carried out. */
interface Step {
  readonly holder: Branch;
  readonly operation: Branch;
  readonly path: readonly string[];
  readonly at: string;
  readonly budget: { left: number };
}

const verbs: ReadonlyMap<unknown, (step: Step) => void> = new Map([
  ['add', (step) => add(step, given(step))],
  ['remove', (step) => void remove(step, step.path)],
  ['replace', (step) => replace(step, given(step))],
  ['move', move],
  ['copy', copy],
  ['test', check],
]);

function apply(holder: Branch, operation: Branch, at: string, budget: { left: number }): void {
  const verb = verbs.get(operation.op);
  if (verb === undefined) throw malformedPatch(at, `op attendu : ${names}`, `expected op: ${names}`);
  verb({ holder, operation, path: pointerOf(operation.path, at, 'path'), at, budget });
}

const names = [...verbs.keys()].join(', ');

function given({ operation, at }: Step): unknown {
  if (!Object.hasOwn(operation, 'value')) throw malformedPatch(at, 'value est attendu', 'value is expected');
  return operation.value;
}

function move(step: Step): void {
  const { path, at } = step;
  const from = pointerOf(step.operation.from, at, 'from');
  if (path.length > from.length && from.every((token, i) => token === path[i]))
    throw notApplicable(at, 'une valeur ne peut pas être déplacée en elle-même', 'a value cannot be moved into itself');
  add(step, remove(step, from));
}

function copy(step: Step): void {
  const made = copyOf(get(step, pointerOf(step.operation.from, step.at, 'from')), step.budget);
  if (step.budget.left < 0) throw tooLarge(mostOperations);
  add(step, made);
}

function check(step: Step): void {
  if (!equal(get(step, step.path), given(step))) throw testFailed(step.at);
}

function get({ holder, at }: Step, path: readonly string[]): unknown {
  let value: unknown = holder[''];
  for (const token of path) {
    if (Array.isArray(value)) value = value[existing(value, token, at)];
    else if (isBranch(value) && Object.hasOwn(value, token)) value = value[token];
    else throw absent(at);
  }
  return value;
}

function parentOf(step: Step, path: readonly string[]): readonly [parent: unknown, token: string] {
  const last = path.at(-1);
  return last === undefined ? [step.holder, ''] : [get(step, path.slice(0, -1)), last];
}

function add(step: Step, value: unknown): void {
  const [parent, token] = parentOf(step, step.path);
  if (Array.isArray(parent)) parent.splice(token === '-' ? parent.length : indexOf(token, parent.length, step.at), 0, value);
  else if (isBranch(parent)) setMember(parent, token, value);
  else throw absent(step.at);
}

function remove(step: Step, path: readonly string[]): unknown {
  if (path.length === 0)
    throw notApplicable(step.at, 'la ressource entière ne peut pas être retirée', 'the whole resource cannot be removed');
  const value = get(step, path);
  const [parent, token] = parentOf(step, path);
  if (Array.isArray(parent)) parent.splice(Number(token), 1);
  else if (isBranch(parent)) delete parent[token];
  return value;
}

function replace(step: Step, value: unknown): void {
  get(step, step.path);
  const [parent, token] = parentOf(step, step.path);
  if (Array.isArray(parent)) parent[Number(token)] = value;
  else if (isBranch(parent)) setMember(parent, token, value);
}

const existing = (list: readonly unknown[], token: string, at: string): number => indexOf(token, list.length - 1, at);

/** RFC 6901: an index has no leading zeros. */
function indexOf(token: string, most: number, at: string): number {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(token) || Number(token) > most) throw absent(at);
  return Number(token);
}

const absent = (at: string) => notApplicable(at, 'l’endroit visé n’existe pas', 'the place it aims at does not exist');

/** RFC 6902 §4.6: numbers by their value, lists in order, objects whatever the order of their members. */
function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (isBranch(a)) {
    const members = Object.keys(a);
    return (
      isBranch(b) &&
      members.length === Object.keys(b).length &&
      members.every((name) => Object.hasOwn(b, name) && equal(a[name], b[name]))
    );
  }
  return numeric(a) === numeric(b);
}

const numeric = (value: unknown): unknown => (isWrittenNumber(value) ? Number(value.rawJSON) : value);
