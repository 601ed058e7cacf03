import { isRecordId, type RecordId } from '#kernel';
import { webClients } from './clients.ts';

/** What the provider calls an account: a citizen by their record's opaque key, a professional as Keycloak names a federated user, an operator by login. */
export type Subject =
  | { readonly kind: 'citizen'; readonly record: RecordId }
  | { readonly kind: 'professional'; readonly id: string }
  | { readonly kind: 'operator'; readonly login: string };

const federation = '5b1c6a52-7a7e-4f0e-9a57-50c1e0000001';
const operators = 'operator:';

export function subjectText(subject: Subject): string {
  if (subject.kind === 'operator') return `${operators}${subject.login}`;
  return subject.kind === 'citizen' ? subject.record : `f:${federation}:${subject.id}`;
}

export function parseSubject(text: string | undefined): Subject | undefined {
  if (text === undefined) return undefined;
  if (isRecordId(text)) return { kind: 'citizen', record: text };
  if (text.startsWith(operators)) return { kind: 'operator', login: text.slice(operators.length) };
  const [f, , id] = text.split(':');
  return f === 'f' && id !== undefined ? { kind: 'professional', id } : undefined;
}

/** What of a request's parameters says whom it wants to sign in. */
export interface Wanted {
  readonly client_id?: unknown;
  readonly scope?: unknown;
  readonly launch?: unknown;
}

/**
 * Whom a request wants to sign in: an operator when it comes from the operator's own space, and from nowhere else; a professional when it
 * asks for a scope of Pro Santé Connect or for `user/` scopes, or when their space opened it; else a citizen.
 */
export function wantedKind({ client_id, scope, launch }: Wanted): Subject['kind'] {
  if (client_id === webClients.operator) return 'operator';
  if (launch !== undefined) return 'professional';
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  return scopes.some((s) => s === 'scope_all' || s === 'identity' || s.startsWith('user/')) ? 'professional' : 'citizen';
}
