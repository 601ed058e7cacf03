import type { TraceLine } from '#trace';
import { quoted, type Words } from './resourceWords.ts';

/**
 * What was done with messages, in plain words for the person whose log it is; undefined for every other line. No line holds what a message
 * says.
 */
export function messageWords({ action, outcome, object, detail, who, code }: TraceLine): Words | undefined {
  const name = detail?.name ?? '';
  if (action === 'send' && outcome === 'done' && object?.kind === 'DocumentReference') return documentWords(object.title, detail);
  const own = who.kind === 'citizen' || who.kind === 'delegate';
  const at = (fr: string, en: string): Words => (name === '' ? ['', ''] : [`${fr} ${name}`, `${en} ${name}`]);
  if (action === 'send' || action === 'receive') {
    if (outcome === 'refused') return ['un message n’a pas pu être envoyé', 'a message could not be sent'];
    const [toFr, toEn] = at(' à', ' to');
    if (action === 'send') return [`message envoyé${toFr}`, `message sent${toEn}`];
    if (own)
      return name === '' ? ['message reçu', 'message received'] : [`message reçu de ${name}`, `message received from ${name}`];
    // Who wrote is the one of the line, or a mailbox of another operator that Socle took the message for.
    if (who.kind === 'operator' && name !== '') return [`message reçu de ${name}`, `message received from ${name}`];
    return ['vous a écrit un message', 'wrote you a message'];
  }
  if (action === 'remove') return ['message supprimé', 'message deleted'];
  if (outcome === 'refused' || code !== undefined) return undefined;
  if (action === 'read' && object?.kind === 'Communication') {
    const [fr, en] = at(' avec', ' with');
    return detail?.file === 'yes'
      ? [`pièce jointe d’un message ouverte${fr}`, `attachment of a message opened${en}`]
      : [`conversation lue${fr}`, `conversation read${en}`];
  }
  if (action === 'list' && detail?.what === 'conversations')
    return ['liste des messages consultée', 'list of messages looked at'];
  return action === 'rights' ? changes[detail?.change ?? ''] : undefined;
}

/** A document that left by secure mail: to whom, in names; the person’s own address is told as « vous ». */
function documentWords(title: string | undefined, detail: TraceLine['detail']): Words {
  const [whatFr, whatEn] = quoted(title);
  if (detail?.about === 'withdrawal')
    return [
      `ceux qui avaient reçu le document${whatFr} sont prévenus de son retrait`,
      `those who were sent the document${whatEn} are told that it was withdrawn`,
    ];
  const [to = ''] = [detail?.to];
  const [fr, en] = to === 'patient' ? ['vous', 'you'] : [to.replace(/\bpatient$/, 'vous'), to.replace(/\bpatient$/, 'you')];
  return [`document${whatFr} envoyé par messagerie sécurisée à ${fr}`, `document${whatEn} sent by secure mail to ${en}`];
}

const changes: Readonly<Record<string, Words>> = {
  'mailbox-closed': ['messagerie fermée', 'messaging closed'],
  'mailbox-reopened': ['messagerie rouverte', 'messaging opened again'],
  'conversation-close': [
    'a fermé une conversation : on ne peut plus y répondre',
    'closed a conversation: it can no longer be answered',
  ],
  'conversation-reopen': ['a rouvert une conversation : on peut y répondre', 'opened a conversation again: it can be answered'],
  'conversation-questions': ['accepte les questions par message, pour un temps', 'welcomes questions by message, for a while'],
  'conversation-no-questions': ['n’accepte plus de questions par message', 'no longer welcomes questions by message'],
  'conversation-private': [
    'a réservé une conversation à la personne, sans ses représentants',
    'kept a conversation for the person alone, without who represents them',
  ],
  'conversation-not-private': [
    'a rendu une conversation visible des représentants',
    'made a conversation visible to who represents the person',
  ],
};
