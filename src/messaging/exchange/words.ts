/** The French texts of the messages that carry documents. None holds a word of a document beside its type. */

export interface TextOf {
  /** What the sender wrote; may be empty. */
  readonly text: string;
  readonly labels: readonly string[];
  /** Who sends, as the mailbox is named. */
  readonly from: string;
  readonly replaces: boolean;
  /** Sent by a software: nobody reads that mailbox. */
  readonly automatic: boolean;
}

export const automaticNotice =
  'Ce message a été généré automatiquement. Personne ne lit la boîte qui l’envoie : pour répondre, utilisez l’adresse de réponse indiquée.';

/** The body of a message with documents. Source: Référentiel MSSanté #2 (ECO.2.1, boîtes applicatives). */
export function textOf({ text, labels, from, replaces, automatic }: TextOf): string {
  const many = labels.length > 1;
  return [
    ...(automatic ? [automaticNotice] : []),
    ...(replaces
      ? [
          many
            ? 'Annule et remplace : ces documents remplacent ceux qui vous ont été envoyés. Ne vous servez plus des précédents.'
            : 'Annule et remplace : ce document remplace celui qui vous a été envoyé. Ne vous servez plus du précédent.',
        ]
      : []),
    ...(text.trim() === '' ? [] : [text.trim()]),
    [many ? 'Documents joints :' : 'Document joint :', ...labels.map((label) => `- ${label}`)].join('\n'),
    'Pour un logiciel : IHE_XDM.zip. Pour lire : les fichiers PDF, qui sont les mêmes documents.',
    from,
  ].join('\n\n');
}

/** The preset warning after a document that was sent was withdrawn. Source: Référentiel MSSanté #2, suppression. */
export function deletionText(label: string, sentAt: Date, from: string): string {
  const day = sentAt.toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' });
  return [
    'Bonjour,',
    `Le document « ${label} » qui vous a été envoyé le ${day} a été supprimé par son auteur. Ne vous en servez plus, et retirez-le du dossier où vous l’auriez classé.`,
    'Ce message ne porte pas de document.',
    from,
  ].join('\n\n');
}
