/** GraphQL, read-only. */
export type { Question } from './ask.ts';
export { type GraphqlAnswer, graphql } from './graphql.ts';
export type { Found, Reach } from './run.ts';
