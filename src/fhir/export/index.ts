/** Bulk export: what one may see of many records, as NDJSON files made in the background. */
export { type AskedExport, exportParameters, readExportAsked } from './asked.ts';
export { exportMigrations } from './export.schema.ts';
export { type ExportStatus, type Exports, openExports } from './exports.ts';
export type { ExportDesk } from './run.ts';
export type { OwnRecords } from './source.ts';
