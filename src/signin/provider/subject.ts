import { isRecordId, type RecordId } from '#kernel';

/** What the provider calls an account: a citizen by their record's opaque key, a professional as Keycloak names a federated user. */
export type Subject =
  | { readonly kind: 'citizen'; readonly record: RecordId }
  | { readonly kind: 'professional'; readonly id: string };

const federation = '5b1c6a52-7a7e-4f0e-9a57-50c1e0000001';

export function subjectText(subject: Subject): string {
  return subject.kind === 'citizen' ? subject.record : `f:${federation}:${subject.id}`;
}

export function parseSubject(text: string | undefined): Subject | undefined {
  if (text === undefined) return undefined;
  if (isRecordId(text)) return { kind: 'citizen', record: text };
  const [f, , id] = text.split(':');
  return f === 'f' && id !== undefined ? { kind: 'professional', id } : undefined;
}

/** Whom a request wants to sign in: a professional when it asks for Pro Santé Connect's scope or for `user/` scopes, else a citizen. */
export function wantedKind(scope: unknown): Subject['kind'] {
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  return scopes.some((s) => s === 'scope_all' || s.startsWith('user/')) ? 'professional' : 'citizen';
}
