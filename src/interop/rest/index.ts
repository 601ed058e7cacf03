/** FHIR over HTTP: routes, content types, refusals as OperationOutcome. No rule lives here. */
export { narrowsIn } from './narrowing.ts';
export { type RestDeps, restRoutes } from './routes.ts';
