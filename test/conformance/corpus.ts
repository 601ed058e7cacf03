import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseShelf } from '#packages';
import type { Json } from '../../src/fhir/json.ts';
import { modelOf } from '../../src/fhir/model/index.ts';
import { fromXml } from '../../src/fhir/xml/index.ts';

/** The outside corpus; undefined when it is not there. It is read in place and nothing of it is copied. */
export function corpusFolder(): string | undefined {
  const folder = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
  return existsSync(folder) ? folder : undefined;
}

/** The text of a resource as JSON, from a file of JSON or XML. */
export function resourceText(path: string): string {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.xml') ? fromXml(modelOf(baseShelf()), text) : text;
}

export function readResource(path: string): Json {
  return JSON.parse(resourceText(path)) as Json;
}

/** The files of a folder with these endings, in the order of their names; none when there is no folder. */
export function filesIn(folder: string, ...endings: readonly string[]): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .map((name) => join(folder, name));
}
