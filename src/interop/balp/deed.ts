import type { TraceLine } from '#trace';
import { type Coding, subtypes, types } from './codes.ts';

/** What a line tells was done, as an audit event says it. */
export interface Deed {
  readonly type: Coding;
  readonly subtype?: Coding;
  /** AuditEventAction: C, R, U, D, E. */
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** The profile of BALP that it follows, where there is one. */
  readonly profile?:
    | 'PatientRead'
    | 'PatientQuery'
    | 'PatientCreate'
    | 'PatientUpdate'
    | 'PatientDelete'
    | 'PrivacyDisclosure.Source';
}

/** BALP has patterns for what succeeded; a refusal is told as FHIR R4 §6.1.4 asks, without one. */
export function deedOf(line: TraceLine): Deed {
  if (line.outcome === 'refused') return refused(line);
  const { action, detail, ground, object, who } = line;
  if (detail?.what === 'log') return { type: types.logUsed, action: 'R' };
  switch (action) {
    case 'read':
      return {
        type: types.rest,
        subtype: subtypes.read,
        action: 'R',
        ...(object === undefined ? {} : { profile: 'PatientRead' }),
      };
    case 'list':
    case 'search':
      return { type: types.rest, subtype: subtypes.search, action: 'E', profile: 'PatientQuery' };
    case 'deposit':
      return {
        type: types.rest,
        subtype: subtypes.create,
        action: 'C',
        ...(object === undefined ? {} : { profile: 'PatientCreate' }),
      };
    case 'write':
      return written(line);
    case 'export':
      return { type: types.export, subtype: subtypes.operation, action: 'R' };
    case 'share':
      if (who.kind === 'guest')
        return { type: types.export, subtype: subtypes.disclose, action: 'R', profile: 'PrivacyDisclosure.Source' };
      return { type: types.securityAlert, subtype: subtypes.attributesChanged, action: 'U' };
    case 'rights':
      return {
        type: types.securityAlert,
        subtype: ground === 'bris_de_glace' || ground === 'centre_15' ? subtypes.emergencyStarted : subtypes.attributesChanged,
        action: 'U',
      };
    case 'identity':
      return { type: types.patientRecord, action: 'U' };
    case 'sign-in':
      // How somebody signs in was changed, or a session of theirs ended.
      if (detail?.change !== undefined && detail.change !== 'acting')
        return { type: types.securityAlert, subtype: subtypes.attributesChanged, action: 'U' };
      return { type: types.authentication, subtype: subtypes.login, action: 'E' };
    case 'send':
      return { type: types.export, subtype: subtypes.disclose, action: 'R' };
    case 'receive':
      return { type: types.rest, subtype: subtypes.create, action: 'C' };
    case 'remove':
      return { type: types.rest, subtype: subtypes.delete, action: 'D' };
    case 'contest':
    case 'review':
    case 'checkpoint':
    case 'refusal':
      return { type: types.logUsed, action: 'E' };
  }
}

function refused({ action }: TraceLine): Deed {
  if (action === 'sign-in') return { type: types.authentication, subtype: subtypes.login, action: 'E' };
  const tried = action === 'deposit' || action === 'write' ? 'C' : 'E';
  return { type: types.securityAlert, subtype: subtypes.restrictedFunction, action: tried };
}

/** Several things written at once are one transaction, which BALP has no pattern for. */
function written({ object, detail }: TraceLine): Deed {
  if (object === undefined) return { type: types.rest, subtype: subtypes.transaction, action: 'E' };
  if (detail?.change === 'created') return { type: types.rest, subtype: subtypes.create, action: 'C', profile: 'PatientCreate' };
  if (detail?.change === 'deleted' || detail?.change === 'withdraw')
    return { type: types.rest, subtype: subtypes.delete, action: 'D', profile: 'PatientDelete' };
  return { type: types.rest, subtype: subtypes.update, action: 'U', profile: 'PatientUpdate' };
}
