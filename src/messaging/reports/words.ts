/** Why a message did not arrive, for its sender. */
export interface Why {
  readonly fr: string;
  readonly en: string;
}

/** By enhanced status (RFC 3463), the longest beginning decides. */
const whys: Readonly<Record<string, Why>> = {
  '4.4.7': {
    fr: 'L’autre opérateur n’a pas pu être joint pendant cinq jours. Vérifiez l’adresse, puis réessayez ou prévenez autrement.',
    en: 'The other operator could not be reached for five days. Check the address, then try again or use another way.',
  },
  '5.1.1': {
    fr: 'Cette boîte n’existe pas chez son opérateur. Vérifiez l’adresse dans l’annuaire.',
    en: 'This mailbox does not exist at its operator. Check the address in the directory.',
  },
  '5.1.3': {
    fr: 'Cette adresse n’a pas la forme attendue. Vérifiez-la dans l’annuaire.',
    en: 'This address does not have the expected form. Check it in the directory.',
  },
  '5.2.1': {
    fr: 'Cette boîte est fermée. Cherchez dans l’annuaire une autre adresse de la personne ou de la structure.',
    en: 'This mailbox is closed. Look in the directory for another address of the person or structure.',
  },
  '5.2.2': {
    fr: 'Cette boîte est pleine. Prévenez son titulaire autrement.',
    en: 'This mailbox is full. Tell its holder another way.',
  },
  '5.2.3': { fr: 'Le message est trop volumineux pour cette boîte.', en: 'The message is too large for this mailbox.' },
  '5.3.4': { fr: 'Le message est trop volumineux pour cet opérateur.', en: 'The message is too large for this operator.' },
  '5.6.': {
    fr: 'L’autre opérateur ne peut pas recevoir ce message sans le modifier (caractères de l’adresse ou du contenu).',
    en: 'The other operator cannot receive this message without changing it (characters of the address or content).',
  },
  '5.7.1': {
    fr: 'L’envoi vers cette adresse n’est pas permis : son domaine n’est pas, ou plus, dans l’espace de confiance, ou son opérateur le refuse.',
    en: 'Sending to this address is not allowed: its domain is not, or no longer, in the trusted list, or its operator refuses it.',
  },
  '': {
    fr: 'L’opérateur du destinataire a refusé le message ; sa réponse est ci-dessous.',
    en: 'The recipient’s operator refused the message; its answer is below.',
  },
};

/** The four that the messaging of Mon espace santé tells apart, for an address of a citizen. */
const citizenWhys: Readonly<Record<string, Why>> = {
  '5.2.1': {
    fr: 'Cette personne a fermé sa messagerie, ou ne l’a pas ouverte. Prévenez-la autrement.',
    en: 'This person closed their messaging, or did not open it. Tell them another way.',
  },
  '5.1.1': {
    fr: 'Aucun patient n’a cette adresse. Vérifiez que le matricule est celui d’une identité qualifiée.',
    en: 'No patient has this address. Check that the matricule is that of a qualified identity.',
  },
  '5.1.3': {
    fr: 'Cette adresse n’est pas celle d’un patient : un matricule INS de 15 caractères, sa clé comprise, avant le @.',
    en: 'This is not an address of a patient: an INS of 15 characters, key included, before the @.',
  },
  '5.2.3': {
    fr: 'Le message dépasse 25 Mo : envoyez moins de pièces jointes à la fois.',
    en: 'The message is larger than 25 MB: send fewer attachments at a time.',
  },
  '5.3.4': {
    fr: 'Le message dépasse 25 Mo : envoyez moins de pièces jointes à la fois.',
    en: 'The message is larger than 25 MB: send fewer attachments at a time.',
  },
};

/** In: an enhanced status, and whether the recipient is a citizen. */
export function whyNot(status: string, citizen: boolean): Why {
  const found = (table: Readonly<Record<string, Why>>): Why | undefined => {
    for (let length = status.length; length >= 0; length--) {
      const why = table[status.slice(0, length)];
      if (why !== undefined) return why;
    }
    return undefined;
  };
  return (citizen ? found(citizenWhys) : undefined) ?? found(whys) ?? { fr: '', en: '' };
}

/** What the subject of a delivery report says. */
export const bounceSubjects = {
  failed: 'Message non remis',
  delayed: 'Message retardé : nous essayons encore',
  delivered: 'Message remis',
  relayed: 'Message transmis',
} as const;
