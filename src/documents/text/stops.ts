const listed = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/**
 * French words that say nothing of a document, folded. `pas`, `sans`, `non`, `aucun`, `ni`, `plus`, `moins` are no stop words: in a medical
 * text they say the contrary of what follows. Neither is `a`: hépatite A.
 */
export const stopWords = listed(
  'le la les un une des du de au aux et ou ce cet cette ces ci il elle ils elles on nous vous je tu me te se lui leur leurs y en ' +
    'mon ma mes ton ta tes son sa ses notre nos votre vos qui que quoi dont quel quelle quels quelles lequel laquelle lesquels lesquelles ' +
    'est sont etait etaient sera seront soit ont avait avaient ai ayant etre avoir par pour sur dans avec chez vers entre comme mais donc or car ' +
    'si ne tres aussi ainsi hui',
);

/** What stands before an apostrophe and is no word of its own: l’, d’, qu’, jusqu’ … */
export const elided = listed('l d qu j n s c m t jusqu lorsqu puisqu quoiqu presqu quelqu aujourd');

/** What follows a number and belongs to it, folded (µg is ug). */
export const units = listed(
  '% g kg mg ug ng pg l dl cl ml ul fl mol mmol umol nmol pmol mosm ui iu ku mui meq u m cm mm um nm km j h min s sem an ans mois jour jours ' +
    'semaine semaines heure heures fois mmhg cmh2o kpa c f kcal kj bpm hz gy mgy msv mbq cp cpr gel gouttes comprime comprimes bouffees log',
);
