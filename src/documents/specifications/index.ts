/** The XSD and schematrons that operators load (`socle specs load`), tried on documents in workers. */
export { type KeptSpecification, type KeptSpecifications, openKept } from './kept.ts';
export { openSpecifications } from './open.ts';
export type { Examination, FileFault } from './orders.ts';
export type { RunningSpecifications } from './running.ts';
export { specificationMigrations } from './specifications.schema.ts';
export type { LoadedSpecification, RuledDocument, RuleFinding, Specifications } from './specifications.ts';
export { type ReadSpecifications, readSpecifications, specificationsOf } from './specificationsOf.ts';
