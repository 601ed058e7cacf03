/** A medicine as a prescription writes it: international name, form, posology, duration. */
export interface Drug {
  readonly name: string;
  readonly take: string;
  readonly during: string;
}

const drug = (name: string, take: string, during: string): Drug => ({ name, take, during });

export const drugs = {
  diabetes: [
    drug('Metformine 1 000 mg, comprimé', '1 comprimé matin et soir au cours du repas', '3 mois'),
    drug('Gliclazide 60 mg LM, comprimé', '1 comprimé le matin', '3 mois'),
    drug('Bandelettes de glycémie', '2 contrôles par jour', '3 mois'),
  ],
  heart: [
    drug('Bisoprolol 2,5 mg, comprimé', '1 comprimé le matin', '3 mois'),
    drug('Ramipril 5 mg, comprimé', '1 comprimé le soir', '3 mois'),
    drug('Atorvastatine 20 mg, comprimé', '1 comprimé le soir', '3 mois'),
    drug('Acide acétylsalicylique 75 mg, sachet', '1 sachet à midi', '3 mois'),
  ],
  infection: [
    drug('Amoxicilline 1 g, comprimé', '1 comprimé matin et soir', '6 jours'),
    drug('Paracétamol 1 g, comprimé', '1 comprimé si fièvre ou douleur, 3 par jour au plus', '5 jours'),
  ],
  pain: [
    drug('Paracétamol 1 g, comprimé', '1 comprimé toutes les 6 heures si besoin, 3 par jour au plus', '10 jours'),
    drug('Ibuprofène 400 mg, comprimé', '1 comprimé matin, midi et soir au cours du repas', '5 jours'),
  ],
  surgery: [
    drug('Paracétamol 1 g, comprimé', '1 comprimé matin, midi et soir', '15 jours'),
    drug('Énoxaparine 4 000 UI, seringue préremplie', '1 injection sous-cutanée par jour', '30 jours'),
    drug('Tramadol 50 mg, gélule', '1 gélule si douleur forte, 4 par jour au plus', '7 jours'),
  ],
  allergy: [
    drug('Desloratadine 5 mg, comprimé', '1 comprimé par jour', '1 mois'),
    drug('Budésonide, suspension nasale', '1 pulvérisation par narine matin et soir', '1 mois'),
  ],
  pregnancy: [
    drug('Acide folique 0,4 mg, comprimé', '1 comprimé par jour', '3 mois'),
    drug('Fer 80 mg, comprimé', '1 comprimé par jour à distance des repas', '2 mois'),
  ],
  elderly: [
    drug('Amlodipine 5 mg, gélule', '1 gélule le matin', '3 mois'),
    drug('Colécalciférol 50 000 UI, ampoule', '1 ampoule par mois', '3 mois'),
    drug('Macrogol 10 g, sachet', '1 sachet le matin', '1 mois'),
    drug('Paracétamol 500 mg, gélule', '2 gélules si douleur, 6 par jour au plus', '1 mois'),
  ],
  child: [
    drug('Paracétamol 2,4 %, suspension buvable', '1 dose-poids 4 fois par jour si fièvre', '3 jours'),
    drug('Sérum physiologique, unidose', 'lavage de nez plusieurs fois par jour', '7 jours'),
  ],
} as const satisfies Record<string, readonly Drug[]>;

export type Treatment = keyof typeof drugs;
