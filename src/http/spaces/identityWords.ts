import type { TraceLine } from '#trace';

type Both = readonly [fr: string, en: string];

const insi: Readonly<Record<string, Both>> = {
  verified: ['INSi la confirme', 'INSi confirms it'],
  'not-verified': ['INSi ne la confirme pas', 'INSi does not confirm it'],
  '00': ['INSi la connaît', 'INSi knows it'],
  '00-unusable': ['la réponse d’INSi n’est pas utilisable', 'the answer of INSi cannot be used'],
  '01': ['INSi ne connaît personne de ces traits', 'INSi knows nobody of these traits'],
  '02': ['INSi connaît plusieurs personnes de ces traits', 'INSi knows several people of these traits'],
};

const marks: Readonly<Record<string, Both>> = {
  homonyme: ['homonyme', 'namesake'],
  douteux: ['identité douteuse', 'doubtful identity'],
  fictif: ['identité fictive', 'fictitious identity'],
};

/** What was done about an identity, in plain words; undefined for lines of other things. */
export function identityWords({ action, detail = {} }: Pick<TraceLine, 'action' | 'detail'>): Both | undefined {
  if (action !== 'identity') return undefined;
  const { change = '', added, lifted, about } = detail;
  const [frInsi, enInsi] = insi[detail.insi ?? ''] ?? ['', ''];
  switch (change) {
    case 'created':
      return ['identité créée', 'identity created'];
    case 'corrected':
      return ['identité corrigée', 'identity corrected'];
    case 'scan':
      return ['code INS lu sur un papier, et vérifié', 'INS code read from a paper, and verified'];
    case 'printed':
      return ['fiche d’identité imprimée', 'identity sheet printed'];
    case 'looked-up':
      return ['identité et son historique consultés', 'identity and its history looked at'];
    case 'marked':
    case 'doubted':
      return [markWords(added, lifted, 0), markWords(added, lifted, 1)];
    case 'asked-insi':
      return about === 'received'
        ? [
            `identité reçue d’un logiciel, vérifiée auprès d’INSi : ${frInsi}`,
            `identity received from software, verified with INSi: ${enInsi}`,
          ]
        : [`identité vérifiée auprès d’INSi : ${frInsi}`, `identity verified with INSi: ${enInsi}`];
    case 'verified':
      return ['matricule INS obtenu d’INSi', 'matricule INS obtained from INSi'];
    case 'replaced':
      return ['matricule INS remplacé par celui que donne INSi', 'matricule INS replaced by the one that INSi gives'];
    case 'denied':
      return [
        'INSi ne confirme plus l’identité : matricule retiré',
        'INSi no longer confirms the identity: matricule taken away',
      ];
    case 'work-done':
      return ['vigilance sur l’identité : point traité', 'watching over the identity: an item settled'];
    case 'work-dismissed':
      return ['vigilance sur l’identité : point sans suite', 'watching over the identity: an item dismissed'];
    default:
      return undefined;
  }
}

function markWords(added: string | undefined, lifted: string | undefined, language: 0 | 1): string {
  const named = (list: string): string =>
    list
      .split(' ')
      .map((one) => marks[one]?.[language] ?? one)
      .join(', ');
  const parts = [
    ...(added === undefined ? [] : [`${['signalée', 'marked'][language]} : ${named(added)}`]),
    ...(lifted === undefined ? [] : [`${['ne porte plus', 'no longer'][language]} : ${named(lifted)}`]),
  ];
  return `${['identité', 'identity'][language]} ${parts.join(' ; ')}`;
}
