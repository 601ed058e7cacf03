import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId, type Professional } from '#kernel';
import { openMailboxes } from '#messaging';
import type { Person } from './cast.ts';
import type { Ground } from './ground.ts';
import type { Space } from './space.ts';

const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };

export const addressOf = ({ matricule }: Person): string => `${matricule.toLowerCase()}@${domains.citizens}`;

/** A mailbox of this professional, opened by the operator; gives its id as addresses of the API name it. */
export async function openMailboxOf(ground: Ground, of: Professional, local: string): Promise<string> {
  const rights = ground.rights();
  const mailboxes = openMailboxes({ ...ground, rights, domains });
  const call = { actor: { kind: 'operator', id: 'operator', name: 'Exploitant' } as const, at: new Date(), requestId: 'test' };
  const address = `${local}@${domains.professionals}`;
  const mailbox = await mailboxes.open(call, { address, kind: 'PER', name: of.name, professional: of.id });
  return hexOfRecordId(mailbox.id);
}

export interface Letter {
  readonly to: readonly { readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly final?: 'this' | 'all';
  readonly alone?: boolean;
  readonly answers?: object;
}

export interface ListedAnswer {
  readonly id: string;
  readonly correspondent: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly messages: number;
  readonly unseen: number;
  readonly isPrivate: boolean;
  readonly closed?: { readonly how: string };
  readonly questions?: { readonly replyWithinDays: number };
}

export interface ReadAnswer extends ListedAnswer {
  readonly shut?: string;
  readonly shutToNew?: string;
  readonly shown: readonly {
    readonly content: number;
    readonly by: string;
    readonly text: string;
    readonly files: readonly { readonly name: string; readonly mediaType: string; readonly url: string }[];
  }[];
}

export interface ListAnswer {
  readonly items: readonly ListedAnswer[];
  readonly correspondents: readonly { readonly name: string; readonly address: string }[];
}

/** Sends from a professional's page; fails unless it left. */
export async function write(space: Space, mailbox: string, letter: Letter): Promise<void> {
  const answer = await space(`/pro/mail/${mailbox}/messages`, { method: 'POST', body: letter });
  assert.equal(answer.status, 201, answer.bytes.toString());
}

export const listOf = async (space: Space): Promise<ListAnswer> => {
  const answer = await space('/carnet/conversations');
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<ListAnswer>();
};

export const readOf = async (space: Space, id: string): Promise<ReadAnswer> => {
  const answer = await space(`/carnet/conversations/${id}`);
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<ReadAnswer>();
};

/** Until what a job does after the answer is so. */
export async function until<Found>(look: () => Promise<Found | undefined | false>): Promise<Found> {
  for (let tries = 0; tries < 500; tries++) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(20);
  }
  throw new Error('it did not come about');
}

/** The conversation of this subject, once it is there and `holds`. */
export const conversationOn = (
  space: Space,
  subject: string,
  holds: (found: ListedAnswer) => boolean = () => true,
): Promise<ListedAnswer> => until(async () => (await listOf(space)).items.find((one) => one.subject === subject && holds(one)));
