import type { Grant } from 'oidc-provider';
import { isRecordId, type RecordId } from '#kernel';
import { parseFhirScope } from '../scopes.ts';

/** Where a grant remembers whose record it opens: as a scope of a resource that is no service, as the place of practice. */
const patientKey = 'urn:socle:patient';
const launchedKey = 'urn:socle:launched';

/** The patient in the context of a grant: chosen by the person who consents, or before the professional who launched. */
export function patientOf(grant: Grant): RecordId | undefined {
  const found = grant.getResourceScope(patientKey);
  return isRecordId(found) ? found : undefined;
}

export function setPatient(grant: Grant, patient: RecordId): void {
  grant.addResourceScope(patientKey, patient);
}

/** Whether a professional's space opened the application. */
export function wasLaunched(grant: Grant): boolean {
  return grant.getResourceScope(launchedKey) !== '';
}

export function setLaunched(grant: Grant): void {
  grant.addResourceScope(launchedKey, 'ehr');
}

/** Whether what is granted is bound to the patient of the context. */
export function isOfPatient(grant: Grant, audience: string): boolean {
  return wordsOf(grant.getResourceScope(audience)).some((word) => parseFhirScope(word)?.context === 'patient');
}

export function wordsOf(scope: unknown): string[] {
  return typeof scope === 'string' ? [...new Set(scope.split(' ').filter(Boolean))] : [];
}
