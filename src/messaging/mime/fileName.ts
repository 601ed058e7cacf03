/**
 * The name that a person sees: from Content-Disposition's `filename`, else from Content-Type's `name`; without a path, without control or
 * direction characters (a name must not read backwards), at most 200 characters.
 */
export function fileNameOf(
  disposition: Readonly<Record<string, string>>,
  type: Readonly<Record<string, string>>,
): string | undefined {
  const said = disposition.filename ?? type.name;
  if (said === undefined) return undefined;
  const bare = said.slice(-2_000).split(/[/\\]/).at(-1) ?? '';
  const name = bare
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .toWellFormed();
  if (name === '' || /^\.+$/.test(name)) return undefined;
  return name.length <= 200 ? name : shortened(name);
}

/** Keeps the ending, by which programs know what a file is. */
function shortened(name: string): string {
  const ending = /\.[^.]{1,12}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, 200 - ending.length)}${ending}`.toWellFormed();
}
