import { laboratory } from '../papers/biology.ts';
import { careNote, imagingRequest, order, prescription, referral, visit } from '../papers/city.ts';
import {
  anaesthesia,
  anaesthesiaVisit,
  birth,
  dischargeLetter,
  emergencyVisit,
  operation,
  specialistVisit,
} from '../papers/hospital.ts';
import { type Exam, examName, imaging } from '../papers/imaging.ts';
import { dispensation } from '../papers/pharmacy.ts';
import { professional } from '../professionals.ts';
import { certificateAndVaccine, checkUp, commonIllness } from './daily.ts';
import type { Episode, Tale } from './tale.ts';

interface Operation {
  readonly surgeon: string;
  readonly act: string;
  readonly reason: string;
  readonly exam: Exam;
  readonly question: string;
  readonly gesture: string;
  readonly nights: number;
}

const operations: readonly Operation[] = [
  {
    surgeon: 'visceralSurgeon',
    act: 'Cholécystectomie cœlioscopique',
    reason: 'Lithiase vésiculaire symptomatique',
    exam: 'abdomen',
    question: 'Douleurs de l’hypocondre droit après les repas.',
    gesture:
      'Abord par quatre trocarts. Dissection du triangle de Calot, clips sur le canal et l’artère cystiques. Extraction dans un sac.',
    nights: 1,
  },
  {
    surgeon: 'orthopaedist',
    act: 'Arthroscopie du genou',
    reason: 'Lésion méniscale interne',
    exam: 'knee',
    question: 'Blocages du genou après une entorse.',
    gesture: 'Deux voies antérieures. Résection partielle de la corne postérieure du ménisque interne. Lavage abondant.',
    nights: 0,
  },
  {
    surgeon: 'orthopaedist',
    act: 'Prothèse totale de hanche droite',
    reason: 'Coxarthrose droite',
    exam: 'hip',
    question: 'Douleur de hanche limitant la marche.',
    gesture: 'Voie antérieure. Cupule sans ciment, tige sans ciment, tête céramique de 32 mm. Hanche stable dans tous les plans.',
    nights: 4,
  },
];

/** From the first pain to the physiotherapist: the path of a planned operation. */
export function plannedOperation(tale: Tale, months: number, chosen: Operation): Episode {
  const { team, random, at } = tale;
  const surgeon = professional(chosen.surgeon);
  const stay = {
    from: at(months, 0, 6),
    to: at(months, chosen.nights, 15),
    reason: chosen.act,
    course: `Intervention programmée pour ${chosen.reason.toLowerCase()}. ${chosen.act} sans incident. Suites simples, douleur bien contrôlée, cicatrice propre.`,
    treatment: 'surgery',
    next: [
      'Ablation des fils au douzième jour par une infirmière.',
      'Consultation du chirurgien à six semaines.',
      'Consulter sans attendre en cas de fièvre ou de douleur du mollet.',
    ],
  } as const;
  return [
    visit(at(months + 3), team.gp, chosen.reason, chosen.question, ['Imagerie demandée.', 'Avis chirurgical selon le résultat.']),
    imagingRequest(at(months + 3, 0, 10), team.gp, examName(chosen.exam), chosen.question),
    imaging(at(months + 3, 8, 14), team.radiologist, team.gp, chosen.exam),
    referral(at(months + 2), team.gp, surgeon, chosen.reason),
    specialistVisit(
      at(months + 2, 18, 11),
      surgeon,
      chosen.reason,
      'Indication opératoire retenue avec le patient, bénéfices et risques exposés.',
      [`${chosen.act} programmée.`],
    ),
    laboratory(at(months, -12, 7), team.biologist, surgeon, 'preoperative', random),
    anaesthesiaVisit(at(months, -10), professional('anaesthetist'), chosen.act),
    operation(at(months, 0, 9), surgeon, chosen.act, chosen.gesture),
    anaesthesia(at(months, 0, 10), professional('anaesthetist'), chosen.act),
    {
      ...dischargeLetter(surgeon, stay),
      ...(random.chance(0.25)
        ? { corrected: { afterDays: 2, why: 'Cette version corrige la durée du traitement anticoagulant.' } }
        : {}),
    },
    dispensation(at(months, chosen.nights, 18), team.pharmacist, surgeon, 'surgery'),
    order(at(months, chosen.nights + 1), team.gp, 'PRESC-INF', 'Prescription de soins infirmiers', [
      'Pansement tous les deux jours',
      'Injection d’anticoagulant chaque jour',
      'Ablation des fils',
    ]),
    careNote(at(months, 16), professional('nurse'), 'Pansements et ablation des fils', 'Cicatrice propre et sèche.'),
  ];
}

export function operationNumber(index: 0 | 1 | 2): Operation {
  const found = operations[index];
  if (!found) throw new RangeError('no such operation');
  return found;
}

function accident(tale: Tale, months: number): Episode {
  const { team, at } = tale;
  const emergency = professional('emergency');
  return [
    emergencyVisit(
      at(months, 0, 17),
      emergency,
      'Chute sur la main',
      'Immobilisation par attelle, antalgiques, ordonnance remise.',
    ),
    imaging(at(months, 0, 18), professional('radiologist'), emergency, 'wrist'),
    dispensation(at(months, 1, 9), team.pharmacist, emergency, 'pain'),
    order(at(months + -1, 10), team.gp, 'PRESC-KINE', 'Prescription de rééducation', [
      'Quinze séances de rééducation du poignet',
    ]),
  ];
}

export function surgery(tale: Tale): Episode[] {
  return [
    plannedOperation(tale, 8, operationNumber(tale.random.pick([0, 1] as const))),
    commonIllness(tale, 4),
    accident(tale, 20),
    checkUp(tale, 26),
    certificateAndVaccine(tale, 14),
    commonIllness(tale, 31),
  ];
}

/** A pregnancy that ended some months ago, with its nine months before. */
export function pregnancy(tale: Tale): Episode[] {
  const { team, random, at } = tale;
  const midwife = professional('midwife');
  const obstetrician = professional('obstetrician');
  const delivery = random.int(3, 14);
  const stay = {
    from: at(delivery, 0, 3),
    to: at(delivery, 3, 13),
    reason: 'Accouchement',
    course: 'Accouchement par voie basse, périnée intact. Allaitement en place.',
    treatment: 'pregnancy',
    next: ['Visite de la sage-femme dans les 48 heures.', 'Consultation postnatale à six semaines.'],
  } as const;
  return [
    [
      {
        ...laboratory(at(delivery + 8, 0, 7), team.biologist, midwife, 'inflammation', random),
        hidden: random.chance(0.5) ? 'from-professionals' : 'from-patient',
      } as const,
      imaging(at(delivery + 6, 10), team.radiologist, obstetrician, 'pregnancy'),
      prescription(at(delivery + 6, 12), team.gp, 'pregnancy'),
      dispensation(at(delivery + 6, 13), team.pharmacist, team.gp, 'pregnancy'),
      careNote(
        at(delivery + 4),
        midwife,
        'Consultation du sixième mois',
        'Hauteur utérine conforme, bruits du cœur bien perçus, tension normale.',
      ),
      imaging(at(delivery + 4, 6), team.radiologist, obstetrician, 'pregnancy', 'N1'),
      anaesthesiaVisit(at(delivery + 1), professional('anaesthetist'), 'Analgésie péridurale'),
      birth(at(delivery, 0, 12), obstetrician),
      dischargeLetter(obstetrician, stay),
    ],
    commonIllness(tale, 20),
    [careNote(at(delivery - 1, -8), midwife, 'Visite postnatale', 'Mère et enfant vont bien. Rééducation périnéale proposée.')],
    checkUp(tale, 27),
    commonIllness(tale, 34),
  ];
}
