import { GraphQLError } from 'graphql';
import type { Model } from '../model/index.ts';
import { type Question, readQuestion } from './ask.ts';
import { type Reach, Run, thingOf } from './run.ts';
import { answered } from './select.ts';

/** The answer's body (JSON, media type `application/json`) and HTTP status: 400 when the request could not be carried out at all. */
export interface GraphqlAnswer {
  readonly status: 200 | 400;
  readonly body: string;
}

/**
 * Answers a GraphQL query over FHIR resources: on one (`focus`, its text: its elements are the fields) or on the server (`Patient(id:)`,
 * `PatientList(…)`, `PatientConnection(…)`). Fields, aliases, arguments on lists, fragments, `resource` of references, `@skip`,
 * `@include`, `@flatten`, `@first`, `@singleton`, `@slice`. Reads only; no introspection.
 *
 * Faults are GraphQL errors in the body, never a Refusal: of the request (an unknown field; more than 4,000 tokens, 20 levels, 500
 * reads, 500 lists filtered by FHIRPath, 50,000 values), and then there is no data; of a reference or search that `reach` refuses,
 * beside the data and with the refusal's code.
 *
 * Source: FHIR R4, GraphQL; GraphQL September 2025.
 */
export async function graphql(model: Model, question: Question, reach: Reach, focus?: string): Promise<GraphqlAnswer> {
  try {
    const asked = readQuestion(question);
    const run = new Run(model, asked, reach);
    const data = await answered(run, [asked.selections], focus === undefined ? undefined : thingOf(focus), []);
    return { status: 200, body: JSON.stringify(run.errors.length === 0 ? { data } : { data, errors: run.errors }) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { status: 400, body: JSON.stringify({ errors: [error] }) };
  }
}
