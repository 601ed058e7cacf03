import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold } from './fold.ts';
import { stem } from './stem.ts';

/** Each line is one family: whatever form is asked for, every other is found. */
const families = `
hôpital hôpitaux
général générale généraux générales
tableau tableaux
résultat résultats
examen examens
patient patiente patients patientes
positif positive positifs positives
négatif négative négatives
veineux veineuse veineuses
nerveux nerveuse
dernier dernière dernières
hospitalier hospitalière
quotidien quotidienne quotidiennes
visuel visuelle visuelles
opérateur opératrice opératrices
opérer opéré opérée opérés opérées opère opèrent opérait opéraient opérera opérez
vacciner vacciné vaccinée vaccinées vaccine vaccins vaccin
consulter consulte consultait consulté consultent
guérir guéri guérie guérit guérissent
fracture fractures fracturé fracturée
douleur douleurs
allergie allergies
traitement traitements
médicament médicaments
gauche gauches
blanc blanche blancs blanches
sec sèche sèches
gros grosse grosses
œil yeux
noyau noyaux
travail travaux
détail détails
genou genoux
léger légère légers légères
poumon poumons
abcès abcès
fièvre fièvres
œdème œdèmes
prescrit prescrite prescrits prescrites
rénal rénale rénaux rénales
anormal anormale anormaux anormales
rein reins
dent dents
mal maux
présenter présente présentent présenté
différent différente différentes
récurrent récurrente récurrents
`
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

for (const family of families) {
  test(`issue 4 §5, French forms: ${family.join(', ')} are one word`, () => {
    const stems = new Set(family.map((word) => stem(fold(word))));
    assert.equal(stems.size, 1, [...stems].join());
  });
}

test('issue 4 §5, French forms: other words stay apart', () => {
  const apart =
    'foie fois foi|sein sain|tension pension|rein rien|cœur cour|poumon pompon|sang sans|main mai|peau pot|selle sel|taux tau|mal mais|dos dose|os ost|médicament médical|opération opérateur|patient pâtée|pouls poule|ovaire ovale';
  for (const group of apart.split('|')) {
    const words = group.split(' ');
    assert.equal(new Set(words.map((word) => stem(fold(word)))).size, words.length, words.join(', '));
  }
});

test('issue 4 §5, French forms: short words, digits and other scripts stay as they are', () => {
  for (const word of ['os', 'dos', 'hba1c', 'b12', '12.5', 'αβ']) assert.equal(stem(word), word);
});
