import type { Call, RecordId } from '#kernel';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Targets } from './address.ts';
import type { Filter } from './wish.ts';

export const notifyTopic = 'fhir.notify';
/** The channel on which every server hears which subscription has events; an empty word: the list of those that listen changed. */
export const subscriptionChannel = 'socle_subscription';

/** What happened to one resource. */
export interface Change {
  readonly record: RecordId;
  readonly type: string;
  readonly id: string;
  readonly version: number;
}

/**
 * Looks at one resource in somebody's name, as rights stand at this moment: the resource as it is now, when the caller may see it and it
 * meets the filter, else undefined, whatever the reason. Traces nothing, since nobody sees it yet.
 */
export type Look = (call: Call, change: Change, filter: Filter) => Promise<{ readonly body: string } | undefined>;

/** Hands a job over: done once however often it is asked with the same key, not before `at`. */
export type Later = (topic: string, key: string, payload: Readonly<Record<string, unknown>>, at: Date) => Promise<void>;

/** How long a notification that does not arrive is tried again. */
export interface Retry {
  readonly firstSeconds: number;
  readonly mostSeconds: number;
  readonly attempts: number;
}

/** What the work of this module is done with. */
export interface Desk {
  readonly store: Store;
  readonly trace: Pick<Trace, 'journal'>;
  readonly look: Look;
  readonly later: Later;
  /** The search is one that can be asked: refuses as a search does. */
  readonly checkFilter: (filter: Filter) => void;
  readonly toXml: (body: string) => string;
  /** `https://…/fhir`. */
  readonly base: string;
  /** Where a rest-hook may lead: more than the public network only for demonstrations and tests. */
  readonly targets: Targets;
  readonly retry: Retry;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

export async function askAgain(desk: Pick<Desk, 'later'>, id: string, at: Date): Promise<void> {
  await desk.later(notifyTopic, `${notifyTopic}/${id}`, { subscription: id }, at);
}

/** A call in the subscriber’s name, now; no ground comes with it, so only one declared before counts. */
export function callAs(desk: Pick<Desk, 'clock'>, held: { readonly id: string; readonly actor: Call['actor'] }): Call {
  return { actor: held.actor, at: desk.clock(), requestId: `subscription/${held.id}` };
}
