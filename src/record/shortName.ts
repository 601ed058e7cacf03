/** What a result is measured in when its name does not say: leaving it out confuses it with nothing. */
const usual = /^(?:in\s+)?(?:s[ée]rum|plasma|sang|blood|patient)\b/i;

/**
 * The everyday part of a LOINC name: `Potassium [Moles/Volume] Sérum/Plasma ; Numérique` is `Potassium`, and in urine `Potassium (Urine)`. A name
 * that is not made so stays as it is.
 *
 * Source: LOINC Users' Guide, names: component, property in brackets, system, then scale and method.
 */
export function shortName(name: string): string {
  const parts = /^([^[\]]{2,}?)\s+\[[^[\]]{1,80}\]\s*([^;[\]]*)(?:;|$)/.exec(name);
  if (parts === null) return name;
  const [, component = name, rest = ''] = parts;
  const system = rest.trim();
  return system === '' || usual.test(system) ? component : `${component} (${system})`;
}

/** Everything by its short name, but for what would then be called like something else. Pure. */
export function shortlyNamed<T extends { readonly label: string }>(all: readonly T[]): T[] {
  const times = Map.groupBy(all, ({ label }) => shortName(label).toLowerCase());
  return all.map((one) => {
    const name = shortName(one.label);
    return times.get(name.toLowerCase())?.length === 1 ? { ...one, label: name } : one;
  });
}
