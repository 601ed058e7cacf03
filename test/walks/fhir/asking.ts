import assert from 'node:assert/strict';
import type { Actor } from '#kernel';
import type { Answer, Ask, Ground } from '../ground.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Asks under `/fhir` in somebody's name; a JSON object is sent as `application/fhir+json`. */
export type As = (
  actor: Actor,
  method: string,
  path: string,
  body?: Ask['body'] | Json,
  headers?: Ask['headers'],
) => Promise<Answer>;

export function askingAt({ fhir, token }: Pick<Ground, 'fhir' | 'token'>): As {
  return async (actor, method, path, body, headers) =>
    fhir(path, {
      method,
      token: await token(actor),
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
}

/** Where a write put it, below the base: `Observation/1`. */
export function placeOf(answer: Answer): string {
  const place = /\/fhir\/([A-Z][A-Za-z]+\/[^/]+)/.exec(answer.headers.get('location') ?? '')?.[1];
  return place ?? assert.fail(`no place: ${answer.status} ${answer.bytes}`);
}

/** Fails unless the answer has this status; gives it back. */
export function withStatus(status: number, answer: Answer): Answer {
  assert.equal(answer.status, status, answer.bytes.toString().slice(0, 2000));
  return answer;
}

export interface Found {
  readonly type: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl?: string;
    readonly resource?: Json & { readonly resourceType: string; readonly id: string };
    readonly search?: { readonly mode: string };
    readonly request?: { readonly method: string; readonly url: string };
    readonly response?: { readonly status: string; readonly location?: string; readonly etag?: string; readonly outcome?: Json };
  }[];
}

/** The code of the refusal in an OperationOutcome. */
export function codeOf(outcome: Json | undefined): string | undefined {
  const [issue] = (outcome?.issue ?? []) as { details?: { coding?: { code?: string }[] } }[];
  return issue?.details?.coding?.[0]?.code;
}

/** The values of a Parameters resource by name; parts as Parameters of their own. */
export function valuesOf({ parameter }: Json): Readonly<Record<string, unknown>> {
  const list = (parameter ?? []) as readonly Json[];
  return Object.fromEntries(list.map(({ name, part, resource, ...rest }) => [name, part ?? resource ?? Object.values(rest)[0]]));
}
