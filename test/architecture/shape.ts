import type { Source } from './source.ts';

const wall = 400;

/** Code tables may be longer, each with its reason. */
export const longTables: Readonly<Record<string, string>> = {};

const drawers = /^(utils?|helpers?|managers?|services?|types|common|misc|interfaces|constants)$/i;
const mayReadEnvironment = /^(src\/settings\.ts$|bin\/|test\/|bench\/|src\/.*\.test\.ts$|web\/vite\.config\.ts$)/;

export function tooLong(files: readonly Source[]): string[] {
  return files
    .filter(({ path, lines }) => lines > wall && longTables[path] === undefined)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

/** Names that say the technique or nothing at all. */
export function drawerNames(files: readonly Source[]): string[] {
  const saysNothing = (part: string): boolean => drawers.test(part) || drawers.test(lastWord(part));
  return files
    .filter(({ path }) =>
      path
        .replace(/(\.(test|d))?\.[jt]sx?$/, '')
        .split('/')
        .some(saysNothing),
    )
    .map(({ path }) => `${path}: name it after what it does`);
}

/** `insManager` → `Manager`, `ins.service` → `service`. */
const lastWord = (part: string): string => /([A-Z]?[a-z]+)$/.exec(part)?.[1] ?? part;

/** Settings are read in one place and handed down. */
export function environmentReaders(files: readonly Source[]): string[] {
  return files
    .filter(({ path, readsEnvironment }) => readsEnvironment && !mayReadEnvironment.test(path))
    .map(({ path }) => `${path}: process.env is read in src/settings.ts only`);
}

/** Refusal codes that the table of outcomes does not translate; an entry that ends in `.` or `-` stands for a family. */
export function untranslatedRefusals(files: readonly Source[], table: Readonly<Record<string, unknown>>): string[] {
  const families = Object.keys(table).filter((key) => /[.-]$/.test(key));
  const translated = (code: string): boolean => Object.hasOwn(table, code) || families.some((family) => code.startsWith(family));
  return files
    .filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'))
    .flatMap(({ path, refusals }) =>
      refusals.filter((code) => !translated(code)).map((code) => `${path}: ${code} is not in the table of outcomes`),
    );
}
