/** README.TXT, for whoever opens the archive. Source: IHE ITI TF-2 §3.32.4.1.2.1. */
export function readme(at: Date, from: string): string {
  const day = at.toISOString().slice(0, 10).split('-').reverse().join('/');
  return [
    'Documents de santé',
    '',
    `Archive faite le ${day} par ${from.replace(/[\r\n]+/g, ' ')}, avec Socle.`,
    '',
    'Pour lire les documents : ouvrez INDEX.HTM dans un navigateur.',
    'Pour un logiciel de santé : IHE_XDM/SUBSET01/METADATA.XML décrit chaque document (profil IHE XDM).',
    'Un PDF qui porte le même numéro qu’un fichier XML en est la copie lisible ; PAGES contient le texte de ceux qui n’ont pas de PDF.',
    '',
    'Ces fichiers contiennent des données de santé : ne les confiez qu’à des personnes en qui vous avez confiance.',
    '',
  ].join('\r\n');
}
