const titles: Readonly<Record<string, string>> = { DR: 'Dr', PR: 'Pr', M: 'M.', MME: 'Mme' };

/** A professional's name as people read it: `Dr Agathe Longâge`. */
export function displayName({
  prefix,
  given,
  family,
}: {
  readonly prefix?: string;
  readonly given: string;
  readonly family: string;
}): string {
  const title = prefix === undefined ? [] : [titles[prefix] ?? prefix];
  return [...title, given, family].join(' ');
}
