import { posix } from 'node:path';
import type { Source } from './source.ts';

/**
 * The map of the house: a module may import the faces of the rows above its own. In one row, one way only.
 * A new module is added here, in review, or not at all.
 */
export const rows: readonly (readonly string[])[] = [
  ['kernel'],
  ['xml'],
  ['schematron'],
  ['store'],
  ['trace'],
  ['packages'],
  ['terminology'],
  ['ins', 'directory'],
  ['signin', 'rights'],
  ['fhir'],
  ['documents'],
  ['record', 'messaging', 'imaging'],
  ['telehealth', 'medicosocial', 'share', 'oversight'],
  ['couloirs'],
  ['referencement', 'conformity', 'funding', 'indicators', 'continuity'],
  ['interop', 'http', 'jobs', 'demo'],
];

/** Files at the top of `src/` and the commands: the composition sees every face and its own files; nobody sees it. */
const composition = /^src\/(commands\/)?[^/]+\.ts$/;

/** `ins` for src/ins/…, `interop/rest` for src/interop/rest/…, undefined outside the modules. */
export function moduleOf(path: string): string | undefined {
  if (composition.test(path)) return undefined;
  return /^src\/(interop\/[^/]+|[^/]+)\//.exec(path)?.[1];
}

const rowOf = (module: string): number => rows.findIndex((row) => row.includes(module.replace(/\/.*/, '')));

/** `faces` is package.json's `imports` map: `#ins` → `./src/ins/index.ts`. */
export function wrongArrows(files: readonly Source[], faces: Readonly<Record<string, string>>): string[] {
  const faults: string[] = [];
  const between = new Map<string, string>();
  for (const { path, imports } of files) {
    if (!path.startsWith('src/')) continue;
    const from = moduleOf(path);
    if (from !== undefined && rowOf(from) < 0) faults.push(`${path}: ${from} is not on the map of modules`);
    for (const name of imports) {
      const to = name.startsWith('#') ? name.slice(1) : undefined;
      if (to === undefined) {
        if (name.startsWith('.')) faults.push(...leavesModule(path, from, name));
        continue;
      }
      if (faces[name] === undefined) faults.push(`${path}: ${name} is not a face`);
      else if (to === from) faults.push(`${path}: a module does not import its own face`);
      else if (from === undefined || path.endsWith('.test.ts'))
        continue; // a test composes what it needs
      else if (rowOf(to) > rowOf(from)) faults.push(`${path}: ${from} may not see ${to}`);
      else if (rowOf(to) === rowOf(from)) between.set(`${from} → ${to}`, path);
    }
  }
  for (const [arrow, path] of between) {
    const back = between.get(arrow.split(' → ').reverse().join(' → '));
    if (back !== undefined) faults.push(`${path}: ${arrow}, and ${back} the other way: siblings see each other one way`);
  }
  return faults;
}

function leavesModule(path: string, from: string | undefined, name: string): string[] {
  const target = posix.join(posix.dirname(path), name);
  const home = from === undefined ? undefined : `src/${from}/`;
  if (home !== undefined && target.startsWith(home)) return target === `${home}index.ts` && isInside(path) ? [ownFace(path)] : [];
  if (home === undefined && composition.test(target)) return [];
  // A test beside the code may use the test ground and the cases.
  if (path.endsWith('.test.ts') && /^(test|spec)\//.test(target)) return [];
  return [`${path}: ${name} reaches into another module; import its face`];
}

/** A test may look at its module through the face, as a stranger does. */
const isInside = (path: string): boolean => !path.endsWith('.test.ts');
const ownFace = (path: string): string => `${path}: a module does not import its own face`;

/** The web spaces see their own files, the kernel's words and npm packages. */
export function wrongWebImports(files: readonly Source[]): string[] {
  const faults: string[] = [];
  for (const { path, imports } of files) {
    if (!path.startsWith('web/')) continue;
    const runsInNode =
      path.endsWith('.test.ts') || path.endsWith('.test.tsx') || path === 'web/vite.config.ts' || path.startsWith('web/build/');
    for (const name of imports) {
      if (name.startsWith('#') && name !== '#kernel') faults.push(`${path}: ${name} is not for the browser`);
      if (name.startsWith('node:') && !runsInNode) faults.push(`${path}: ${name} does not exist in a browser`);
      if (name.startsWith('.') && !posix.join(posix.dirname(path), name).startsWith('web/'))
        faults.push(`${path}: ${name} leaves web/`);
    }
  }
  return faults;
}

/** Every cycle of imports between files, each named once by the file where it was met. Types count: a cycle of words is one too. */
export function cycles(files: readonly Source[], faces: Readonly<Record<string, string>>): string[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const faults: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      faults.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const name of known.get(path)?.imports ?? []) {
      const target = name.startsWith('.') ? posix.join(posix.dirname(path), name) : faces[name]?.replace('./', '');
      if (target !== undefined && known.has(target)) walk(target, [...trail, path]);
    }
    state.set(path, 'done');
  };
  for (const { path } of files) walk(path, []);
  return faults;
}
