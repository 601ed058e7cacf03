import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '#kernel';
import { type Json, type LoadedPackage, openPackages, type Packages, readPackage, readResources } from '#packages';
import { openStore } from '#store';
import { readSvs } from '#terminology';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { packageFolder } from './packageFolder.ts';
import { CommandFailed } from './server.ts';

export const help = `socle terminology load FILE… [--name NAME --version VERSION]
socle terminology list
socle terminology remove NAME#VERSION…

Loads profiles, value sets, code systems, maps and search parameters. A server that runs has them at once, without a restart.
  .tgz   a FHIR package (hl7.fhir.fr.core, the guides of the ANS, hl7.terminology.r4 …), or the folder in which it is unpacked
  .xml   a code list in SVS form, as the ANS publishes its JDV and TRE
  .json  one conformance resource, or a Bundle of them
The same package and version again replaces what it held. --name and --version keep all .xml and .json files of this command together
as one package; without them each is one of its own.`;

export async function terminology(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, words } = optionsOf(args, { name: text, version: text }, help);
  const [verb, ...names] = words;
  if (values.help === true) return console.log(help);
  if (verb === 'list' && names.length === 0) return withPackages(async (packages) => print(await packages.list()));
  if (verb === 'remove' && names.length > 0) return withPackages((packages) => remove(packages, names));
  if (verb !== 'load' || names.length === 0)
    throw new CommandFailed(`load FILE…, list or remove NAME#VERSION… is expected.\n\n${help}`);
  const [name, version] = [textOf(values.name), textOf(values.version)];
  if ((name === undefined) !== (version === undefined)) throw new CommandFailed(`--name and --version go together.\n\n${help}`);
  const together = name === undefined || version === undefined ? undefined : { name, version };
  // Everything is read before anything is kept: a bad file leaves all as it was.
  const read: Loading[] = [];
  for (const file of names) read.push(await readFileOf(file, together));
  return withPackages((packages) => load(packages, gathered(read)));
}

/** What one file brings, or several that go together. */
interface Loading {
  readonly name: string;
  readonly version: string;
  readonly resources: readonly Json[];
  readonly dependencies: readonly string[];
}

async function readFileOf(file: string, together: { name: string; version: string } | undefined): Promise<Loading> {
  try {
    if ((await stat(file)).isDirectory()) {
      const read = await readPackage(await packageFolder(file));
      // A package.json alone does not make a FHIR package: most folders of programs have one.
      if (read.resources.length === 0) throw new CommandFailed(`${file} holds no conformance resource beside its package.json`);
      return read;
    }
    const bytes = await readFile(file);
    if (/\.(tgz|tar\.gz)$/i.test(file)) return await readPackage(bytes);
    if (/\.xml$/i.test(file)) {
      const list = readSvs(bytes, new Date());
      return {
        dependencies: [],
        resources: list.resources,
        ...(together ?? { name: `svs.${list.name}`, version: list.version }),
      };
    }
    const resources = readResources(bytes.toString('utf8'));
    const alone = { name: basename(file).replace(/\.json$/i, ''), version: String(resources[0]?.version ?? '0') };
    return { dependencies: [], resources, ...(together ?? alone) };
  } catch (error) {
    if (error instanceof Refusal)
      console.error(`socle: ${file}:`); // the refusal itself is told with its sentences
    else if (error instanceof Error && 'syscall' in error) throw new CommandFailed(`${file} cannot be read: ${error.message}`);
    throw error;
  }
}

function gathered(all: readonly Loading[]): Loading[] {
  return [...Map.groupBy(all, ({ name, version }) => `${name}#${version}`).values()].map((same) => ({
    ...(same[0] as Loading),
    resources: same.flatMap(({ resources }) => resources),
  }));
}

async function load(packages: Packages, all: readonly Loading[]): Promise<void> {
  for (const { name, version, resources } of all) {
    const kept = await packages.load(name, version, resources, new Date());
    console.log(`${kept.name}#${kept.version}: ${kept.resources} resources`);
  }
  const there = new Set((await packages.list()).map(({ name }) => name));
  const missing = new Set(
    all.flatMap(({ dependencies }) => dependencies).filter((one) => !comesWithSocle(one) && !there.has(bare(one))),
  );
  for (const one of missing) console.log(`${one} is not loaded; what was loaded says it needs it`);
}

const bare = (dependency: string): string => dependency.replace(/#.*/, '');
const comesWithSocle = (dependency: string): boolean => bare(dependency) === 'hl7.fhir.r4.core';

async function remove(packages: Packages, names: readonly string[]): Promise<void> {
  for (const one of names) {
    const [name = '', version] = one.split('#');
    if (version === undefined) throw new CommandFailed(`${one}: NAME#VERSION is expected, as “socle terminology list” tells it`);
    await packages.remove(name, version);
    console.log(`${one}: removed`);
  }
}

function print(all: readonly LoadedPackage[]): void {
  if (all.length === 0) console.log('nothing is loaded; the definitions of FHIR R4 come with Socle');
  for (const { name, version, resources, loadedAt } of all) {
    console.log(`${name}#${version}  ${resources} resources  loaded ${loadedAt.toISOString()}`);
  }
}

async function withPackages(use: (packages: Packages) => Promise<void>): Promise<void> {
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await use(openPackages(store));
  } finally {
    await store.close();
  }
}
