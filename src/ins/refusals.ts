import { Refusal } from '#kernel';

export function alreadyExists(): Refusal {
  return new Refusal(
    'ins.exists',
    {
      fr: 'Une identité porte déjà ce matricule INS : utilisez-la au lieu d’en créer une autre.',
      en: 'An identity already carries this matricule INS: use it instead of creating another one.',
    },
    { source: 'RNIV 1, doublons', at: 'matricule' },
  );
}

export function notFound(): Refusal {
  return new Refusal('ins.not-found', {
    fr: 'Aucune identité connue ne correspond ; vérifiez le matricule et son domaine, ou créez l’identité.',
    en: 'No known identity matches; check the matricule and its domain, or create the identity.',
  });
}

export function notQualified(): Refusal {
  return new Refusal(
    'ins.not-qualified',
    {
      fr: 'L’identité n’est pas qualifiée : il faut la réponse d’INSi et le contrôle d’une pièce d’identité.',
      en: 'The identity is not qualified: it takes the answer of INSi and the check of an identity document.',
    },
    { source: 'Guide d’implémentation de l’INS, règle 28' },
  );
}

export function notConfirmed(): Refusal {
  return new Refusal(
    'ins.not-confirmed',
    {
      fr: 'INSi ne confirme pas ces traits pour ce matricule ; rien n’a été modifié.',
      en: 'INSi does not confirm these traits for this matricule; nothing was changed.',
    },
    { source: 'Guide d’implémentation de l’INS, règle 26' },
  );
}

export function changedMeanwhile(): Refusal {
  return new Refusal('ins.changed-meanwhile', {
    fr: 'L’identité a été modifiée entre-temps : relisez-la, puis recommencez.',
    en: 'The identity was changed meanwhile: read it again, then start over.',
  });
}

export function whyNeeded(): Refusal {
  return new Refusal(
    'ins.why-needed',
    {
      fr: 'Dites pourquoi, en 10 à 500 caractères : la personne le lira dans son journal.',
      en: 'Say why, in 10 to 500 characters: the person will read it in their log.',
    },
    { at: 'why' },
  );
}

export function insiNotAsked(): Refusal {
  return new Refusal(
    'ins.insi-not-asked',
    {
      fr: 'INSi n’est pas interrogé pour une identité douteuse ou fictive : levez d’abord le doute, pièce d’identité en main.',
      en: 'INSi is not asked about a doubtful or fictitious identity: lift the doubt first, with an identity document in hand.',
    },
    { source: 'Guide d’implémentation de l’INS, règle 25' },
  );
}
