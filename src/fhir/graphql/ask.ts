import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  UniqueArgumentNamesRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  validate,
  valueFromASTUntyped,
} from 'graphql';

/** A GraphQL request, however it was sent. */
export interface Question {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A request that can be carried out, apart from whether its fields exist. */
export interface Asked {
  readonly selections: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const limits = { maxLexicalTokens: 4000, maxComments: 400, maxSourceLength: 50_000 };

/** The rules that look at the request alone: our types are FHIR's definitions, checked field by field. */
const rules = [
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  UniqueArgumentNamesRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
];
const noSchema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { _: { type: GraphQLString } } }) });

/**
 * Reads a request: queries only, at most 4,000 tokens. Throws GraphQLError with its place. Source: GraphQL September 2025 §2, §5.
 */
export function readQuestion({ query, operationName, variables = {} }: Question): Asked {
  const document = parse(query, limits);
  const [fault] = validate(noSchema, document, rules, { maxErrors: 1, hideSuggestions: true });
  if (fault !== undefined) throw fault;
  const operation = operationIn(document, operationName);
  const fragments = document.definitions.filter((one) => one.kind === 'FragmentDefinition');
  return {
    selections: operation.selectionSet,
    fragments: new Map(fragments.map((one) => [one.name.value, one])),
    variables: valuesOf(operation, variables),
  };
}

function operationIn(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === 'OperationDefinition');
  const found = operations.filter((one) => name === undefined || one.name?.value === name);
  const [only, second] = found;
  if (only === undefined || second !== undefined) throw new GraphQLError('Name one operation of the request by operationName');
  if (only.operation !== 'query') throw new GraphQLError('Only queries are supported', { nodes: [only] });
  return only;
}

function valuesOf(operation: OperationDefinitionNode, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: [string, unknown][] = [];
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const { defaultValue } = definition;
    const fallback = defaultValue === undefined ? undefined : valueFromASTUntyped(defaultValue);
    const value = Object.hasOwn(given, name) ? given[name] : fallback;
    if (definition.type.kind === 'NonNullType' && (value === undefined || value === null))
      throw new GraphQLError(`The variable $${name} is required`, { nodes: [definition] });
    if (value !== undefined) values.push([name, value]);
  }
  // Without the names that every object inherits.
  return Object.assign(Object.create(null), Object.fromEntries(values));
}

/** A fault of the request, at a field: nothing of it is answered. */
export function fault(message: string, node: FieldNode): GraphQLError {
  return new GraphQLError(message, { nodes: [node] });
}
