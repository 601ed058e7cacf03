/** A change of rights in plain words, as the log tells it to the person it is about; `name` is the professional or the delegate. */
export function rightsWords(detail: Readonly<Record<string, string>>): readonly [fr: string, en: string] {
  const { change = '', name = '', until = '' } = detail;
  const [fr, en] = deeds[change] ?? ['choix de partage modifiés', 'sharing choices changed'];
  const day = (language: 'fr' | 'en'): string => dayOf(until, language);
  return [fr.replace('{name}', name).replace('{until}', day('fr')), en.replace('{name}', name).replace('{until}', day('en'))];
}

const deeds: Readonly<Record<string, readonly [fr: string, en: string]>> = {
  grant: ['accès donné à {name} jusqu’au {until}', 'access given to {name} until {until}'],
  shorten: ['accès de {name} arrêté au {until}', 'access of {name} ended at {until}'],
  prolong: ['accès de {name} prolongé jusqu’au {until}', 'access of {name} prolonged until {until}'],
  leave: ['a mis fin à son accès', 'ended their access'],
  attend: ['{name} désigné comme médecin traitant', '{name} named as attending physician'],
  'attend-nobody': ['plus de médecin traitant désigné', 'no attending physician named any more'],
  close: ['dossier fermé', 'record closed'],
  reopen: ['dossier rouvert', 'record opened again'],
  invite: ['invitation faite à un proche', 'invitation made for a relative'],
  uninvite: ['invitation reprise', 'invitation taken back'],
  mandate: ['{name} peut agir pour vous', '{name} may act for you'],
  represent: [
    '{name} inscrit comme représentant légal jusqu’au {until}',
    '{name} recorded as legal representative until {until}',
  ],
  'mandate-end': ['{name} n’agit plus pour vous', '{name} acts for you no longer'],
  'mandate-received': ['vous pouvez agir pour {name}', 'you may act for {name}'],
  'app-allow': ['application « {name} » autorisée jusqu’au {until}', 'application “{name}” allowed until {until}'],
  'app-cut': ['application « {name} » coupée', 'application “{name}” cut'],
  'app-over': ['l’application « {name} » a rendu son accès', 'the application “{name}” gave its access back'],
  'app-launch': ['dossier ouvert dans l’application « {name} »', 'record opened in the application “{name}”'],
  'mandate-over': ['vous n’agissez plus pour {name}', 'you act for {name} no longer'],
};

function dayOf(iso: string, language: 'fr' | 'en'): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    timeZone: 'Europe/Paris',
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at);
}
