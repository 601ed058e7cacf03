import type { Migration } from '#store';
import { conversationsMigration } from './conversations/conversations.schema.ts';
import { exchangeMigration } from './exchange/exchange.schema.ts';
import { groundMigration } from './messaging.schema.ts';
import { outgoingMigration } from './outgoing/outgoing.schema.ts';
import { templatesMigration } from './templates/templates.schema.ts';
import { trustedMigration } from './trusted/trusted.schema.ts';

/** The schema of messaging, in order; each part adds its own below. */
export const messagingMigrations: readonly Migration[] = [
  groundMigration,
  outgoingMigration,
  templatesMigration,
  exchangeMigration,
  conversationsMigration,
  trustedMigration,
];
