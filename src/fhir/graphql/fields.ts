import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type InlineFragmentNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Model } from '../model/index.ts';
import { type Asked, fault } from './ask.ts';

export type Arguments = ReadonlyMap<string, unknown>;

/** A field to answer, with the values of its arguments and directives, and the selections of all fields of the same key. */
export interface Field {
  readonly key: string;
  readonly name: string;
  readonly node: FieldNode;
  readonly arguments: Arguments;
  readonly directives: ReadonlyMap<string, Arguments>;
  readonly selections: readonly SelectionSetNode[];
}

/** The directives that a field may carry, and what each of their arguments must be. Source: FHIR R4, GraphQL; GraphQL §3.13. */
const known: ReadonlyMap<string, Readonly<Record<string, 'string' | 'boolean'>>> = new Map([
  ['skip', { if: 'boolean' }],
  ['include', { if: 'boolean' }],
  ['flatten', {}],
  ['first', {}],
  ['singleton', {}],
  ['slice', { path: 'string' }],
]);

/**
 * The fields that selection sets ask of an object of this type, in order: fragments of other types and what is skipped are left out,
 * fields of one key become one. Throws GraphQLError for an unknown directive or type, and for two fields of one key that differ.
 */
export function fieldsOf(model: Model, asked: Asked, sets: readonly SelectionSetNode[], type: string): Field[] {
  const fields = new Map<string, Field>();
  const seen = new Set<string>();
  const gather = (selection: SelectionNode): void => {
    const directives = directivesOf(selection.directives ?? [], asked);
    if (directives.get('skip')?.get('if') === true || directives.get('include')?.get('if') === false) return;
    if (selection.kind === 'Field') join(fields, fieldOf(selection, directives, asked));
    else if (selection.kind === 'InlineFragment') spread(selection);
    else if (!seen.has(selection.name.value)) {
      seen.add(selection.name.value);
      spread(asked.fragments.get(selection.name.value));
    }
  };
  const spread = (fragment: InlineFragmentNode | FragmentDefinitionNode | undefined): void => {
    const condition = fragment?.typeCondition?.name.value;
    if (condition !== undefined && !applies(model, condition, type)) return;
    for (const inner of fragment?.selectionSet.selections ?? []) gather(inner);
  };
  for (const set of sets) for (const selection of set.selections) gather(selection);
  return [...fields.values()];
}

function join(fields: Map<string, Field>, field: Field): void {
  const there = fields.get(field.key);
  if (there === undefined) {
    fields.set(field.key, field);
    return;
  }
  if (there.name !== field.name || signature(there.node) !== signature(field.node))
    throw fault(`Two different fields are asked as "${field.key}": give one an alias`, field.node);
  fields.set(field.key, { ...there, selections: [...there.selections, ...field.selections] });
}

const signature = (node: FieldNode): string => [...(node.arguments ?? []), ...(node.directives ?? [])].map(print).join(' ');

function applies(model: Model, condition: string, type: string): boolean {
  if (condition === graphqlName(type)) return true;
  const kind = model.type(condition)?.kind;
  if (kind === undefined) throw new GraphQLError(`The type "${condition}" does not exist in FHIR R4`);
  const resource = model.type(type);
  if (resource?.kind !== 'resource') return false;
  return condition === 'Resource' || (condition === 'DomainResource' && resource.elements.has('contained'));
}

/** Names in GraphQL have no dots: `Patient_contact`. */
export const graphqlName = (type: string): string => type.replaceAll('.', '_');

function fieldOf(node: FieldNode, directives: Field['directives'], asked: Asked): Field {
  return {
    key: node.alias?.value ?? node.name.value,
    name: node.name.value,
    node,
    arguments: argumentsOf(node.arguments ?? [], asked),
    directives,
    selections: node.selectionSet === undefined ? [] : [node.selectionSet],
  };
}

function directivesOf(nodes: readonly DirectiveNode[], asked: Asked): Map<string, Arguments> {
  const directives = new Map<string, Arguments>();
  for (const node of nodes) {
    const name = node.name.value;
    const shape = known.get(name);
    if (shape === undefined) throw new GraphQLError(`The directive "@${name}" is not known`, { nodes: [node] });
    const values = argumentsOf(node.arguments ?? [], asked);
    const right = Object.entries(shape).every(([argument, type]) => typeof values.get(argument) === type);
    if (!right || values.size !== Object.keys(shape).length || directives.has(name))
      throw new GraphQLError(`The directive "@${name}" stands once, with its own arguments`, { nodes: [node] });
    directives.set(name, values);
  }
  return directives;
}

function argumentsOf(nodes: readonly ArgumentNode[], asked: Asked): Map<string, unknown> {
  const values = nodes.map((node) => [node.name.value, valueFromASTUntyped(node.value, asked.variables)] as const);
  // A variable that is not given leaves its argument out.
  return new Map(values.filter(([, value]) => value !== undefined && value !== null));
}
