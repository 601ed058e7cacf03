/** A word of the official lists as one says it: « CR d’imagerie » is a compte rendu, and « (SM) » a mark of the list. */
export const plain = (label: string): string => label.replace(/^CR\b/, 'Compte rendu').replace(/ \(SM\)$/, '');
