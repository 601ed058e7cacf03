import type { Checked } from './check.ts';
import type { Mention } from './references.ts';
import * as refusals from './refusals.ts';

/** How the entries of one Bundle refer to each other. Source: FHIR R4 §3.1.0.11.2 and §2.36.4. */
export interface Links {
  /** The change that a reference, written in change `from`, leads to; undefined when it leads out of the Bundle. */
  target(from: number, mention: Mention): number | undefined;
}

const restful = /^(https?:\/\/.+\/)[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/;
const version = /\/_history\/[A-Za-z0-9\-.]{1,64}$/;

/** Refuses `fhir.same-resource-twice` when two entries bear one fullUrl. */
export function linksOf(changes: readonly Checked[]): Links {
  const byUrl = new Map<string, number>();
  changes.forEach(({ fullUrl, at }, index) => {
    if (fullUrl === undefined) return;
    if (byUrl.has(fullUrl)) throw refusals.twice(at);
    byUrl.set(fullUrl, index);
  });
  if (byUrl.size === 0) return { target: () => undefined };
  return {
    target(from, { text }) {
      const url = text.replace(version, '');
      const direct = byUrl.get(url);
      if (direct !== undefined || url.includes(':')) return direct;
      // A relative reference is read from the address of the entry that it stands in.
      const root = restful.exec(changes[from]?.fullUrl ?? '')?.[1];
      return root === undefined ? undefined : byUrl.get(root + url);
    },
  };
}
