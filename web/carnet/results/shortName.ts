/** What an analysis is called in short: a name of LOINC without its property, its medium and its scale, which tell a person nothing. */
export const shortName = (label: string): string => label.split(/ \[| ;/)[0]?.trim() || label;
