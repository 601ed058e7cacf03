import type { Actor } from '#kernel';
import type { Keys } from '#store';
import { isObject, type Json } from '../json.ts';
import { readWish, type Wish } from './wish.ts';

export type SubscriptionStatus = 'requested' | 'active' | 'error' | 'off';

/** A subscription as it is kept: whose it is, what they asked for, and how far its notifications are. */
export interface Held {
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  readonly owner: string;
  readonly status: SubscriptionStatus;
  /** The number of its last event, and of the last that arrived (rest-hook). */
  readonly events: number;
  readonly delivered: number;
  readonly failures: number;
  /** Why the last notification did not arrive. */
  readonly error?: string;
  readonly lastSentAt?: Date;
  /** In whose name it looks; what they may see is decided at each look. */
  readonly actor: Actor;
  /** As it was written, with its id; status, error and meta are told from the row. */
  readonly resource: Json;
  readonly wish: Wish;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly version: number;
  readonly updated_at: Date;
  readonly owner: string;
  readonly status: SubscriptionStatus;
  readonly events: number;
  readonly delivered: number;
  readonly failures: number;
  readonly error: string | null;
  readonly last_sent_at: Date | null;
  readonly sealed: Buffer;
}

/** The resource holds what lets one call the subscriber (its headers), so it is sealed with the operator's key. */
export function sealSubscription(keys: Keys, id: string, actor: Actor, resource: Json): Buffer {
  return keys.seal(purpose(id), Buffer.from(JSON.stringify({ actor, resource })));
}

export function heldOf(keys: Keys, row: SubscriptionRow): Held {
  const { actor, resource } = JSON.parse(keys.unseal(purpose(row.id), row.sealed).toString()) as { actor: Actor; resource: Json };
  const { id, version, owner, status, events, delivered, failures } = row;
  return {
    ...{ id, version, owner, status, events, delivered, failures, actor, resource },
    at: row.updated_at,
    wish: readWish(resource),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.last_sent_at === null ? {} : { lastSentAt: row.last_sent_at }),
  };
}

/** The resource as its owner reads it now. */
export function bodyOf({ id, version, at, status, error, resource }: Held): string {
  const { resourceType: _, id: __, meta, status: ___, error: ____, ...rest } = resource;
  return JSON.stringify({
    resourceType: 'Subscription',
    id,
    meta: { ...(isObject(meta) ? meta : {}), versionId: String(version), lastUpdated: at.toISOString() },
    status,
    ...rest,
    ...(error === undefined ? {} : { error }),
  });
}

const purpose = (id: string): string => `subscription/${id}`;
