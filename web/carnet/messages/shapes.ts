/** Answers of `/api/carnet/conversations` and `/api/carnet/messaging`. Dates are ISO 8601 texts in UTC. */

export type Shut = 'own' | 'theirs' | 'message' | 'all' | 'button';

export interface Questions {
  readonly until: string;
  readonly replyWithinDays: number;
}

export interface Conversation {
  readonly id: string;
  readonly correspondent: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly messages: number;
  readonly unseen: number;
  readonly lastAt: string;
  readonly lastBy: 'citizen' | 'professional';
  readonly isPrivate: boolean;
  readonly closed?: { readonly at: string; readonly how: Shut };
  readonly questions?: Questions;
}

/** Whom the person may write to now. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
  readonly questions?: Questions;
}

export interface ConversationsAnswer {
  readonly items: readonly Conversation[];
  readonly correspondents: readonly Correspondent[];
}

export interface Message {
  readonly content: number;
  readonly at: string;
  readonly by: 'citizen' | 'professional';
  readonly text: string;
  readonly automatic: boolean;
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: number; readonly url: string }[];
}

export interface ConversationAnswer extends Conversation {
  /** Why one may not answer; absent when one may. */
  readonly shut?: Shut;
  readonly shutToNew?: Shut;
  readonly shown: readonly Message[];
  /** For those before. */
  readonly before?: number;
  readonly failures: readonly string[];
}

export interface Messaging {
  readonly address?: string;
  readonly closedBy?: 'choice' | 'record' | 'opposition';
  readonly notices: {
    readonly on: boolean;
    readonly to?: string;
    readonly waiting?: string;
    readonly possible: boolean;
  };
  readonly unread: number;
}

/** A file that will go with a message; `base64` without a prefix. */
export interface Joined {
  readonly key: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly base64: string;
}

/** What somebody is writing. `key` makes one message of what is sent twice. */
export interface Draft {
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly Joined[];
  readonly documents: readonly { readonly id: string; readonly title: string }[];
}
