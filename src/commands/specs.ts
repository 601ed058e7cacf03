import {
  type Examination,
  type KeptSpecifications,
  openKeptSpecifications,
  openSpecifications,
  readSpecifications,
} from '#documents';
import { openStore, type Store } from '#store';
import { migrations } from '../main.ts';
import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed } from './server.ts';

export const help = `socle specs load DIR|ZIP [--name NAME --version VERSION]
socle specs list
socle specs remove NAME[#VERSION]…

Loads the XSD, schematrons and code lists that documents are checked with; they are not part of Socle. A server that runs has them at
once, without a restart; those already being checked end with what they began with.
  DIR   a folder such as TestContenuCDA of the ANS: its *.xsd, its *.sch, the lists of jeuxDeValeurs (SVS), archives that lie in it
        included; lists may also be a JSON file {"NAME": {"oid": "…", "concepts": [["code", "code system", "display"], …]}, …}
  ZIP   the same as .zip or .tar.gz
Of a folder only what a check needs is kept: examples, stylesheets and terminologies in RDF stay behind. Loading the same again changes
nothing; another version of the same name takes its place. Without --name and --version both are read from the name of the folder
or file. XSD, schematrons and lists may be loaded apart, under several names: they work together.
A file that cannot be compiled is told with its reason; the others are used.`;

export async function specs(args: readonly string[]): Promise<void> {
  const text = { type: 'string' } as const;
  const { values, words } = optionsOf(args, { name: text, version: text }, help);
  const [verb, ...names] = words;
  if (values.help === true) return console.log(help);
  if (verb === 'list' && names.length === 0) return withKept((kept) => print(kept));
  if (verb === 'remove' && names.length > 0) return withKept((kept) => remove(kept, names));
  const [path] = names;
  if (verb !== 'load' || path === undefined || names.length > 1)
    throw new CommandFailed(`load DIR|ZIP, list or remove NAME is expected.\n\n${help}`);
  return load(path, textOf(values.name), textOf(values.version));
}

async function load(path: string, name: string | undefined, version: string | undefined): Promise<void> {
  // Everything is read before anything is kept: a bad archive leaves all as it was.
  const read = await readSpecifications(path);
  const kept = { name: name ?? read.name, version: version ?? read.version };
  await withKept(async (specifications) => {
    const { changed, replaced } = await specifications.load(kept.name, kept.version, read, new Date());
    const { schemas, schematrons, lists } = read;
    const counts = `${schemas} schemas, ${schematrons} schematrons, ${lists} lists`;
    const what = changed ? (replaced === undefined ? 'loaded' : `loaded in place of ${replaced}`) : 'was loaded already';
    console.log(`${kept.name}#${kept.version}: ${counts}; ${what}`);
  });
  await examine();
}

/** With all that is loaded: a schematron may need the lists of another package. */
async function examine(): Promise<void> {
  await withStore(async (store) => {
    const running = await openSpecifications({ store, log: (line) => console.error(line) });
    try {
      if (running.loaded.some(({ schemas, schematrons }) => schemas + schematrons > 0)) tell(await running.examine());
    } finally {
      await running.close();
    }
  });
}

function tell({ compiled, faults }: Examination): void {
  console.log(`${compiled} schemas and schematrons compiled`);
  for (const { path, en } of faults) console.log(`  ${path}: ${en}`);
}

async function remove(kept: KeptSpecifications, names: readonly string[]): Promise<void> {
  for (const one of names) {
    const [name = '', version] = one.split('#');
    await kept.remove(name, version);
    console.log(`${one}: removed`);
  }
}

async function print(kept: KeptSpecifications): Promise<void> {
  const all = await kept.list();
  if (all.length === 0) console.log('nothing is loaded; documents are checked without XSD and schematron');
  for (const { name, version, schemas, schematrons, lists, loadedAt } of all)
    console.log(
      `${name}#${version}  ${schemas} schemas, ${schematrons} schematrons, ${lists} lists  loaded ${loadedAt.toISOString()}`,
    );
}

const withKept = (use: (kept: KeptSpecifications) => Promise<void>): Promise<void> =>
  withStore((store) => use(openKeptSpecifications(store)));

async function withStore(use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(readSettings(), { migrations, log: (line) => console.error(line), mode: 'join' });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}
