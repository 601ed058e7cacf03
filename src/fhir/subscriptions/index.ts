/** Subscriptions of R4 and of the R5 backport: who wants to hear of what, and telling them. */

export type { Targets } from './address.ts';
export { type Later, type Look, notifyTopic } from './desk.ts';
export { type LookGround, openLook } from './look.ts';
export type { Socket } from './sockets.ts';
export { subscriptionMigrations } from './subscriptions.schema.ts';
export { openSubscriptions, type ShownSubscription, type Subscriptions, type SubscriptionsDeps } from './subscriptions.ts';
export { topics } from './topics.ts';
export { subscriptionTypes } from './wish.ts';
