import { loinc } from '../codes.ts';
import type { DemoProfessional } from '../professionals.ts';
import { coded, type Paper, part } from './paper.ts';

/** What an imaging report says, by exam: name, question, technique, findings, conclusion. */
const exams = {
  chest: [
    'Radiographie du thorax',
    'Toux persistante.',
    'Cliché de face, debout, en inspiration.',
    'Pas de foyer parenchymateux. Silhouette cardiaque de taille normale. Culs-de-sac pleuraux libres.',
    'Radiographie du thorax sans anomalie.',
  ],
  hip: [
    'Radiographie de la hanche droite',
    'Douleur mécanique de la hanche droite.',
    'Bassin de face, hanche droite de profil.',
    'Pincement de l’interligne coxo-fémoral supérieur avec ostéophytose et condensation sous-chondrale.',
    'Coxarthrose droite évoluée.',
  ],
  hipAfter: [
    'Radiographie de contrôle de la hanche droite',
    'Contrôle après prothèse totale de hanche.',
    'Bassin de face, hanche droite de profil.',
    'Prothèse en place, sans liseré ni signe de descellement. Pas de fracture.',
    'Contrôle satisfaisant de la prothèse totale de hanche droite.',
  ],
  knee: [
    'IRM du genou',
    'Douleur interne après une entorse.',
    'Séquences T1 et densité de protons avec saturation de la graisse, trois plans.',
    'Fissure de la corne postérieure du ménisque interne. Ligaments croisés continus. Épanchement de faible abondance.',
    'Fissure méniscale interne sans atteinte ligamentaire.',
  ],
  abdomen: [
    "Échographie de l'abdomen",
    'Douleurs de l’hypocondre droit.',
    'Examen à la sonde de 3,5 MHz, à jeun.',
    'Foie de taille et d’échostructure normales. Vésicule lithiasique à paroi fine. Voies biliaires non dilatées. Reins sans dilatation.',
    'Lithiase vésiculaire non compliquée.',
  ],
  breast: [
    'Mammographie de dépistage',
    'Dépistage organisé.',
    'Deux incidences par sein.',
    'Densité de type B. Pas de masse ni de foyer de microcalcifications suspect.',
    'Examen classé ACR 2 des deux côtés. Prochain dépistage dans deux ans.',
  ],
  brain: [
    'Scanner cérébral',
    'Chute avec traumatisme crânien.',
    'Acquisition hélicoïdale sans injection.',
    'Pas de saignement intracrânien. Pas d’effet de masse. Atrophie cortico-sous-corticale en rapport avec l’âge.',
    'Pas de lésion traumatique récente.',
  ],
  heart: [
    'Échographie cardiaque',
    'Suivi de cardiopathie.',
    'Examen transthoracique au repos.',
    'Fraction d’éjection du ventricule gauche estimée à 52 %. Pas de valvulopathie significative. Pressions pulmonaires normales.',
    'Fonction systolique conservée.',
  ],
  pregnancy: [
    'Échographie obstétricale',
    'Échographie de dépistage.',
    'Voie abdominale.',
    'Biométrie conforme au terme. Morphologie fœtale sans particularité. Placenta normalement inséré.',
    'Examen en faveur d’une grossesse évolutive, conforme au terme.',
  ],
  wrist: [
    'Radiographie du poignet',
    'Chute sur la main.',
    'Face et profil.',
    'Fracture non déplacée de l’extrémité inférieure du radius.',
    'Fracture non déplacée du radius, immobilisation indiquée.',
  ],
} as const satisfies Record<string, readonly [string, string, string, string, string]>;

export type Exam = keyof typeof exams;

export function examName(exam: Exam): string {
  return exams[exam][0];
}

export function imaging(
  at: Date,
  author: DemoProfessional,
  prescriber: DemoProfessional,
  exam: Exam,
  format: 'N1' | 'N3' = 'N3',
): Paper {
  const [name, question, technique, findings, conclusion] = exams[exam];
  return {
    at,
    author,
    prescriber,
    type: '18748-4',
    format,
    title: `Compte rendu d'imagerie – ${name}`,
    parts: () => [
      coded(loinc('55115-0', 'Demande'), part('Indication', question)),
      coded(loinc('55111-9', "Description de l'acte d’imagerie"), part('Technique', technique)),
      coded(loinc('59776-5', "Résultats de l'acte"), part('Résultats', findings)),
      coded(loinc('19005-8', 'Conclusions'), part('Conclusion', conclusion)),
    ],
  };
}
