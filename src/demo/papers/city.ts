import { loinc } from '../codes.ts';
import type { DemoProfessional } from '../professionals.ts';
import { drugs, type Treatment } from './drugs.ts';
import { coded, french, list, type Paper, part, type Vaccine } from './paper.ts';

/** A visit to a physician, with what was found and what follows. */
export function visit(at: Date, author: DemoProfessional, reason: string, findings: string, plan: readonly string[]): Paper {
  return {
    at,
    author,
    type: '11488-4',
    format: 'N1',
    title: `Compte rendu de consultation – ${reason}`,
    parts: () => [
      part('Motif', `Consultation du ${french(at)} : ${reason.toLowerCase()}.`),
      part('Examen clinique', findings),
      part('Conduite à tenir', list(...plan)),
      part(
        'Suivi',
        'Le patient a reçu une information claire sur son état et sur le traitement proposé. Il sait qui appeler en cas d’aggravation.',
      ),
    ],
  };
}

export function prescription(at: Date, author: DemoProfessional, treatment: Treatment, format: 'N1' | 'N3' = 'N1'): Paper {
  return {
    at,
    author,
    type: '57833-6',
    format,
    title: 'Ordonnance de médicaments',
    parts: () => [
      coded(
        loinc('57828-6', 'Prescriptions'),
        part('Prescription', {
          kind: 'table',
          head: ['Produit', 'Posologie', 'Durée'],
          rows: drugs[treatment].map(({ name, take, during }) => [name, take, during]),
        }),
      ),
      part('Observations', `Ordonnance du ${french(at)}. Renouvelable selon la durée indiquée pour chaque ligne.`),
    ],
  };
}

/** A prescription of acts: biology, physiotherapy or nursing. */
export function order(
  at: Date,
  author: DemoProfessional,
  type: 'PRESC-BIO' | 'PRESC-KINE' | 'PRESC-INF',
  title: string,
  acts: readonly string[],
): Paper {
  return {
    at,
    author,
    type,
    format: 'N1',
    title,
    parts: () => [part('Actes prescrits', list(...acts)), part('Observations', `Prescription du ${french(at)}, valable un an.`)],
  };
}

/** A request for imaging, before the report of {@link import('./imaging.ts')}. */
export function imagingRequest(at: Date, author: DemoProfessional, exam: string, question: string): Paper {
  return {
    at,
    author,
    type: '55115-0',
    format: 'N1',
    title: `Demande d'imagerie – ${exam}`,
    parts: () => [part('Examen demandé', exam), part('Question posée', question)],
  };
}

export function referral(at: Date, author: DemoProfessional, to: DemoProfessional, reason: string): Paper {
  return {
    at,
    author,
    type: '96349-6',
    format: 'N1',
    title: `Lettre d'adressage – ${reason}`,
    parts: () => [
      part('Destinataire', `Dr ${to.given} ${to.family}`),
      part(
        'Courrier',
        'Chère consœur, cher confrère,',
        `Merci de recevoir ce patient pour ${reason.toLowerCase()}.`,
        'Le traitement en cours et les derniers résultats figurent dans son dossier.',
        'Bien confraternellement.',
      ),
    ],
  };
}

/** The « volet de synthèse médicale » of the attending physician. */
export function summary(
  at: Date,
  author: DemoProfessional,
  problems: readonly string[],
  history: readonly string[],
  treatment: Treatment | undefined,
): Paper {
  return {
    at,
    author,
    type: '60591-5',
    format: 'N3',
    title: 'Volet de synthèse médicale',
    parts: () => [
      coded(
        loinc('11450-4', 'Liste des problèmes actifs'),
        part('Pathologies en cours', problems.length === 0 ? 'Aucune connue.' : list(...problems)),
      ),
      coded(
        loinc('11348-0', 'Antécédents médicaux'),
        part('Antécédents', history.length === 0 ? 'Aucun notable.' : list(...history)),
      ),
      coded(
        loinc('48765-2', 'Allergies et hypersensibilités'),
        part('Allergies', 'Aucune allergie médicamenteuse connue à ce jour.'),
      ),
      coded(
        loinc('10160-0', 'Traitements'),
        part(
          'Traitement au long cours',
          treatment === undefined ? 'Aucun.' : list(...drugs[treatment].map(({ name, take }) => `${name} : ${take}`)),
        ),
      ),
      coded(
        loinc('29762-2', 'Habitus, Mode de vie'),
        part('Mode de vie', 'Activité physique conseillée : trente minutes de marche par jour. Ne fume pas.'),
      ),
      coded(
        loinc('30954-2', "Résultats d'examens"),
        part('Points de vigilance', 'Vaccinations à vérifier à la prochaine consultation.'),
      ),
    ],
  };
}

export function certificate(at: Date, author: DemoProfessional, subject: string): Paper {
  return {
    at,
    author,
    type: '89601-9',
    format: 'N1',
    title: `Certificat médical – ${subject}`,
    parts: () => [
      part(
        'Certificat',
        `Je soussigné, médecin, certifie avoir examiné ce jour la personne nommée ci-dessus. ${subject}.`,
        'Certificat établi à la demande de l’intéressé et remis en main propre.',
      ),
    ],
  };
}

const vaccine = (name: string, code: string): Vaccine => ({
  name,
  atc: { code, system: '2.16.840.1.113883.6.73', display: name },
});

/** The vaccines of the territory, with their ATC classes. */
export const vaccines = {
  influenza: vaccine('Grippe saisonnière, vaccin inactivé', 'J07BB02'),
  hexavalent: vaccine('Vaccin hexavalent', 'J07CA09'),
  booster: vaccine('Diphtérie, tétanos, coqueluche, poliomyélite', 'J07CA02'),
} as const;

export function vaccination(at: Date, author: DemoProfessional, vaccine: Vaccine, dose: string): Paper {
  return {
    at,
    author,
    type: '87273-9',
    format: 'N3',
    title: `Note de vaccination – ${vaccine.name}`,
    vaccine,
    parts: () => [
      coded(
        loinc('11369-6', 'Historique des vaccinations'),
        part('Vaccination', {
          kind: 'table',
          head: ['Date', 'Vaccin', 'Rang', "Voie d'administration"],
          rows: [[french(at), { id: 'vac', text: vaccine.name }, dose, 'Intramusculaire, bras gauche']],
        }),
      ),
    ],
  };
}

export function childExam(at: Date, author: DemoProfessional, age: string, weight: string, height: string): Paper {
  return {
    at,
    author,
    type: '59283-2',
    format: 'N1',
    title: `Examen de l'enfant – ${age}`,
    parts: () => [
      part('Mesures', { kind: 'table', head: ['Poids', 'Taille'], rows: [[`${weight} kg`, `${height} cm`]] }),
      part(
        'Développement',
        'Le développement est harmonieux. La vue et l’audition paraissent normales. Le langage est en rapport avec l’âge.',
      ),
      part('Conseils', list('Limiter les écrans.', 'Brossage des dents matin et soir.', 'Prochain examen selon le calendrier.')),
    ],
  };
}

/** The note of a physiotherapist, a nurse or a midwife at the end of a series of sessions. */
export function careNote(at: Date, author: DemoProfessional, care: string, outcome: string): Paper {
  return {
    at,
    author,
    type: '11506-3',
    format: 'N1',
    title: `Bilan de suivi – ${care}`,
    parts: () => [
      part('Soins réalisés', care),
      part('Évolution', outcome),
      part('Suite proposée', 'Transmission au médecin prescripteur.'),
    ],
  };
}
