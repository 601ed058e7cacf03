/** IHE BALP: lines of the log as AuditEvents. No rule lives here. */
export { type AuditEvent, auditEvent } from './auditEvent.ts';
