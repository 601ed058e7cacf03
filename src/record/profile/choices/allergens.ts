import { type Choice, choiceIn, type Row } from './choice.ts';

const medicines: readonly Row[] = [
  ['Pénicilline', 'pénicillines', 'bêta-lactamines, antibiotique'],
  ['Amoxicilline', '', 'clamoxyl, augmentin, pénicilline, antibiotique'],
  ['Céphalosporines', 'céphalosporine', 'antibiotique'],
  ['Sulfamides', 'sulfamide', 'bactrim, antibiotique'],
  ['Macrolides', 'macrolide', 'antibiotique'],
  ['Quinolones', 'quinolone, fluoroquinolones', 'antibiotique'],
  ['Aspirine', 'acide acétylsalicylique', 'kardégic, aspégic'],
  ['Ibuprofène', '', 'advil, nurofen, anti-inflammatoire'],
  ['Anti-inflammatoires (AINS)', 'AINS, anti-inflammatoires, anti-inflammatoires non stéroïdiens', ''],
  ['Paracétamol', '', 'doliprane, efferalgan, dafalgan'],
  ['Codéine', '', 'morphine'],
  ['Morphine', '', 'opioïdes'],
  ['Tramadol', '', 'opioïdes'],
  [
    'Produits de contraste iodés',
    'produit de contraste iodé, produits de contraste à l’iode, iode (produit de contraste)',
    'iode, scanner',
  ],
  ['Anesthésiques locaux', 'anesthésique local, anesthésie locale', 'dentiste'],
  ['Curares', 'curare', 'anesthésie'],
  ['Insuline', '', ''],
];

const foods: readonly Row[] = [
  ['Arachide', 'arachides, cacahuète, cacahuètes, cacahouète, cacahouètes', ''],
  ['Fruits à coque', 'fruit à coque', 'noix, noisette, amande, cajou, pistache'],
  ['Noisette', 'noisettes', 'fruits à coque'],
  ['Noix', '', 'fruits à coque'],
  ['Amande', 'amandes', 'fruits à coque'],
  ['Noix de cajou', 'cajou', 'fruits à coque'],
  ['Sésame', 'graines de sésame', ''],
  ['Lait de vache', 'protéines de lait de vache, protéines du lait de vache, PLV, APLV', 'lait'],
  ['Lactose (intolérance)', 'intolérance au lactose, lactose', 'lait'],
  ['Œuf', 'œufs', 'blanc d’œuf'],
  ['Blé', '', 'gluten'],
  ['Gluten', '', 'blé, cœliaque'],
  ['Soja', '', ''],
  ['Poisson', 'poissons', ''],
  ['Crustacés', 'crustacé', 'crevette, crabe, fruits de mer'],
  ['Mollusques', 'mollusque', 'moule, huître, fruits de mer'],
  ['Moutarde', '', ''],
  ['Céleri', '', ''],
  ['Lupin', '', ''],
  ['Kiwi', 'kiwis', ''],
  ['Fraise', 'fraises', ''],
  ['Sulfites', 'sulfite', 'vin'],
];

const surroundings: readonly Row[] = [
  ['Pollens', 'pollen', 'rhume des foins, graminées, bouleau'],
  ['Pollens de graminées', 'graminées, pollen de graminées', 'rhume des foins'],
  ['Pollens de bouleau', 'bouleau, pollen de bouleau', ''],
  ['Pollens d’ambroisie', 'ambroisie, pollen d’ambroisie', ''],
  ['Acariens', 'acarien', 'poussière'],
  ['Poils de chat', 'chat, chats, poil de chat', 'animaux'],
  ['Poils de chien', 'chien, chiens, poil de chien', 'animaux'],
  ['Moisissures', 'moisissure', ''],
  ['Latex', '', 'gants, caoutchouc'],
  ['Nickel', '', 'bijoux, métal'],
  ['Venin de guêpe', 'guêpe, guêpes, piqûre de guêpe, piqûres de guêpe', 'hyménoptères'],
  ['Venin d’abeille', 'abeille, abeilles, piqûre d’abeille, piqûres d’abeille', 'hyménoptères'],
  ['Venin de frelon', 'frelon, frelons, piqûre de frelon', 'hyménoptères'],
  ['Parfums', 'parfum', 'cosmétiques'],
];

/** Ours: what people are often allergic to. Without codes: SNOMED CT, which has them, needs a licence in some countries. */
export const allergens: readonly Choice[] = Object.entries({
  medication: medicines,
  food: foods,
  environment: surroundings,
}).flatMap(([kind, rows]) => rows.map((row) => ({ ...choiceIn(row), kind })));
