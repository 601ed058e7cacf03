/** What a professional's message says about answers: nothing, none to this one (`X-MSS-MES: FIN`), none to it and all earlier (`[FIN]`). */
export type Fin = 'none' | 'this' | 'all';

/** How a conversation was closed: by a message that says so, by one that closes all, by a button. */
export type ClosedHow = 'message' | 'all' | 'button';

export interface Standing {
  /** Absent while it is open. */
  readonly closed?: { readonly at: Date; readonly how: ClosedHow };
}

/** A professional's word that new questions are welcome for a while. */
export interface Questions {
  /** The first instant at which they are not any more. */
  readonly until: Date;
  /** In how many days an answer usually comes; 1 to 30. */
  readonly replyWithinDays: number;
}

/** All that one mailbox and one citizen wrote to each other, as far as the rules look at it. */
export interface Correspondence {
  readonly conversations: ReadonlyMap<number, Standing>;
  readonly questions?: Questions;
}

/** What may change who may write. What a citizen writes changes nothing. */
export type Happening =
  | { readonly is: 'letter'; readonly conversation: number; readonly fin: Fin; readonly at: Date }
  | { readonly is: 'close' | 'reopen'; readonly conversation: number; readonly at: Date }
  | { readonly is: 'questions'; readonly questions: Questions | undefined };

/**
 * A letter of the professional opens its conversation, or opens it again, unless it says that it is not to be answered. `[FIN]` closes every
 * conversation with that mailbox, and ends the welcome to questions. Pure; a happening that names an unknown conversation makes it only when
 * it is a letter.
 * Source: MSSanté, Éléments d'information ENS Messagerie (X-MSS-MES, ECO.2.2.8); the button and the welcome are Socle's own.
 */
export function happened(before: Correspondence, happening: Happening): Correspondence {
  if (happening.is === 'questions') {
    const { conversations } = before;
    return { conversations, ...(happening.questions === undefined ? {} : { questions: happening.questions }) };
  }
  const { conversation, at } = happening;
  const conversations = new Map(before.conversations);
  if (happening.is !== 'letter') {
    if (conversations.has(conversation))
      conversations.set(conversation, happening.is === 'reopen' ? {} : { closed: { at, how: 'button' } });
    return { ...before, conversations };
  }
  conversations.set(conversation, happening.fin === 'this' ? { closed: { at, how: 'message' } } : {});
  if (happening.fin !== 'all') return { ...before, conversations };
  for (const [n, { closed }] of conversations) if (closed === undefined) conversations.set(n, { closed: { at, how: 'all' } });
  return { conversations };
}

/** Why somebody may not write now. `own`: their messaging is closed; `theirs`: the other's mailbox is; else how it was closed. */
export type Shut = 'own' | 'theirs' | ClosedHow;

export interface Around {
  readonly at: Date;
  /** The citizen's mailbox takes no messages: closed by them, or with their record. */
  readonly ownClosed: boolean;
  readonly theirsClosed: boolean;
}

/** Why the citizen may not answer in this conversation; undefined when they may. */
export function shutToAnswers({ conversations }: Correspondence, conversation: number, around: Around): Shut | undefined {
  return shutAround(around) ?? conversations.get(conversation)?.closed?.how;
}

/** Why the citizen may not begin another conversation with this mailbox; undefined when they may: one is open, or questions are welcome. */
export function shutToNew({ conversations, questions }: Correspondence, around: Around): Shut | undefined {
  const shut = shutAround(around);
  if (shut !== undefined || (questions !== undefined && around.at < questions.until)) return shut;
  const standing = [...conversations.values()];
  if (standing.some(({ closed }) => closed === undefined)) return undefined;
  const last = standing.flatMap(({ closed }) => closed ?? []).sort((a, b) => b.at.getTime() - a.at.getTime())[0];
  return last?.how ?? 'message';
}

function shutAround({ ownClosed, theirsClosed }: Around): Shut | undefined {
  return ownClosed ? 'own' : theirsClosed ? 'theirs' : undefined;
}

/** What a message says about answers, from its subject and its fields `X-MSS-MES`; capitals and spaces around count for nothing. */
export function finOf(subject: string, mes: readonly string[]): Fin {
  if (/\[\s*FIN\s*\]/i.test(subject)) return 'all';
  return mes.some((value) => value.trim().toUpperCase() === 'FIN') ? 'this' : 'none';
}

/** A message for the person alone, whoever represents them. Source: RFC 2156 §5.3.2, field `Sensitivity`. */
export function isPrivate(sensitivity: readonly string[]): boolean {
  return sensitivity.some((value) => /^(personal|private|company-confidential)$/i.test(value.trim()));
}
