import { Refusal } from '#kernel';

function refused(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`messaging.${code}`, { fr, en }, at === undefined ? {} : { at });
}

export const unknownRecipient = (): Refusal =>
  refused(
    'unknown-recipient',
    'Aucune boîte de cet opérateur ne porte cette adresse : vérifiez-la dans l’annuaire.',
    'No mailbox of this operator has this address: check it in the directory.',
    'recipients',
  );
export const recipientClosed = (): Refusal =>
  refused(
    'recipient-closed',
    'La boîte du destinataire est fermée : cherchez une autre adresse dans l’annuaire.',
    'The recipient’s mailbox is closed: look for another address in the directory.',
    'recipients',
  );
export const untrustedDomain = (): Refusal =>
  refused(
    'untrusted-domain',
    'Ce domaine n’est pas dans l’espace de confiance : rien ne peut lui être envoyé.',
    'This domain is not in the trust space: nothing can be sent to it.',
    'recipients',
  );
export const noRecipient = (): Refusal =>
  refused('no-recipient', 'Indiquez au moins un destinataire.', 'Name at least one recipient.', 'recipients');
export const tooManyRecipients = (most: number): Refusal =>
  refused(
    'too-many-recipients',
    `Un message a au plus ${most} destinataires : envoyez-le en plusieurs fois.`,
    `A message has at most ${most} recipients: send it in several times.`,
    'recipients',
  );
export const wrongSender = (): Refusal =>
  refused(
    'wrong-sender',
    'L’expéditeur écrit dans le message (From, Sender) doit être la boîte d’où il part.',
    'The sender written in the message (From, Sender) must be the mailbox that it leaves from.',
    'from',
  );
export const wrongOperator = (): Refusal =>
  refused(
    'wrong-sender',
    'L’expéditeur écrit dans le message (From, Sender) n’est pas d’un domaine de l’opérateur qui le remet.',
    'The sender written in the message (From, Sender) is not of a domain of the operator who hands it over.',
    'from',
  );
export const malformedMessage = (): Refusal =>
  refused(
    'malformed-message',
    'Ce message ne peut pas être transmis : il lui manque un expéditeur (From), ou il a plus de parties, de niveaux ou de champs qu’il n’est permis.',
    'This message cannot be transmitted: it has no sender (From), or more parts, levels or fields than are allowed.',
  );
