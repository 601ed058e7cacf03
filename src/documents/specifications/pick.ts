import { isEntrySchema, isEntrySchematron, isListFile, listsIn } from './kinds.ts';
import { empty, tooLarge } from './refusals.ts';
import type { Source, SourceLimits } from './source.ts';

/** What of a source is kept. */
export interface Picked {
  readonly files: ReadonlyMap<string, Buffer>;
  /** Entry schemas, entry schematrons, code lists. */
  readonly schemas: number;
  readonly schematrons: number;
  readonly lists: number;
}

/**
 * Picks from a source what a check needs: all `.xsd` and `.sch`, the code lists (files of a folder `jeuxDeValeurs`, and JSON files of
 * lists), and the other XML files that a schematron names. Examples, stylesheets, terminologies in RDF and programs stay behind.
 *
 * Refuses `specifications.empty` (none of them there), `specifications.too-large`, and what the source refuses.
 */
export async function pick(source: Source, limits: SourceLimits): Promise<Picked> {
  const files = new Map<string, Buffer>();
  let unpacked = 0;
  const take = async (path: string, wanted: (content: Buffer) => boolean = () => true): Promise<Buffer | undefined> => {
    const content = await source.read(path);
    if (!wanted(content)) return undefined;
    unpacked += content.length;
    if (unpacked > limits.unpacked)
      throw tooLarge(`plus de ${limits.unpacked} octets retenus`, `more than ${limits.unpacked} bytes kept`);
    files.set(path, content);
    return content;
  };
  // `moteur` holds what the ANS's own tool left of its last runs.
  const paths = source.paths.filter((path) => !/(^|\/)(__MACOSX\/|moteur\/|\.)/.test(path)).sort();
  const named = new Set<string>();
  for (const path of paths)
    if (/\.sch$/i.test(path)) for (const name of namesIn(await take(path))) named.add(name);
    else if (/\.xsd$/i.test(path)) await take(path);
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    if (/\/?jeuxDeValeurs\/[^/]+\.xml$/i.test(path) || named.has(name)) await take(path);
    else if (/\.json$/i.test(path)) await take(path, (content) => isListFile(path, content));
  }
  return counted(files);
}

/** The file names ending in `.xml` that a schematron writes, in lower case. */
function namesIn(schematron: Buffer | undefined): Iterable<string> {
  return (schematron?.toString('latin1').match(/[\w.-]+\.xml/gi) ?? []).map((name) => name.toLowerCase());
}

function counted(files: ReadonlyMap<string, Buffer>): Picked {
  let [schemas, schematrons, lists] = [0, 0, 0];
  for (const [path, content] of files) {
    if (isEntrySchema(path, content)) schemas++;
    if (isEntrySchematron(path, content)) schematrons++;
    if (isListFile(path, content)) lists += path.toLowerCase().endsWith('.json') ? Object.keys(listsIn(content) ?? {}).length : 1;
  }
  if (schemas + schematrons + lists === 0) throw empty();
  return { files, schemas, schematrons, lists };
}
