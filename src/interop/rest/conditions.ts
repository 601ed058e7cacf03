import { fhirRefusal } from '#fhir';
import type { Refusal } from '#kernel';

type Header = (name: string) => string | undefined;

/** What must hold for a write, as its headers say it. */
export interface Conditions {
  readonly ifMatch?: number;
  readonly ifNoneMatch?: '*';
  readonly ifNoneExist?: string;
}

/**
 * Reads If-Match (a version as `W/"3"`), If-None-Match (only `*`) and If-None-Exist (a search, its parameters only) of a write. Refuses
 * `fhir.bad-etag` for a version that cannot be one: ignoring it would write over what the client has not seen.
 * Source: FHIR R4 §3.1.0.1.4, §3.1.0.5, §3.1.0.8.1.
 */
export function conditionsOf(header: Header): Conditions {
  const match = header('if-match');
  const noneMatch = header('if-none-match');
  const noneExist = header('if-none-exist');
  if (noneMatch !== undefined && noneMatch.trim() !== '*') throw badEtag('If-None-Match');
  return {
    ...(match === undefined ? {} : { ifMatch: versionOf(match) }),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: '*' }),
    ...(noneExist === undefined ? {} : { ifNoneExist: noneExist.trim().replace(/^[^?]*\?/, '') }),
  };
}

/** Whether a client that read before may keep what it has: If-None-Match first, else If-Modified-Since (in whole seconds). */
export function unchangedSince(header: Header, { version, at }: { readonly version: number; readonly at: Date }): boolean {
  const noneMatch = header('if-none-match');
  if (noneMatch !== undefined) return noneMatch.split(',').some((tag) => tag.trim() === '*' || numberIn(tag) === version);
  const since = Date.parse(header('if-modified-since') ?? '');
  return !Number.isNaN(since) && Math.floor(at.getTime() / 1000) * 1000 <= since;
}

export function etag(version: number): string {
  return `W/"${version}"`;
}

function versionOf(tag: string): number {
  const version = numberIn(tag);
  if (version === undefined) throw badEtag('If-Match');
  return version;
}

/** `W/"3"`, and `"3"` or `3` as some clients write it. */
function numberIn(tag: string): number | undefined {
  const m = /^(?:W\/)?(?:"(\d{1,15})"|(\d{1,15}))$/.exec(tag.trim());
  return m === null ? undefined : Number(m[1] ?? m[2]);
}

function badEtag(at: string): Refusal {
  return fhirRefusal(
    'bad-etag',
    `${at} attend ${at === 'If-Match' ? 'une version, par exemple W/"3"' : '« * »'}.`,
    `${at} expects ${at === 'If-Match' ? 'a version, such as W/"3"' : '“*”'}.`,
    at,
  );
}
