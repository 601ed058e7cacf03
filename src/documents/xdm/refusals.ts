import { Refusal } from '#kernel';

const source = 'IHE ITI TF-2 §3.32, XDM';
const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

/** What an archive may be: its bytes, its entries, one file once inflated, all that is read of it, how much smaller it is than its content. */
export const limits = {
  archiveBytes: 60 * 1024 * 1024,
  entries: 100,
  fileBytes: 20 * 1024 * 1024,
  inflatedBytes: 120 * 1024 * 1024,
  metadataBytes: 5 * 1024 * 1024,
  ratio: 100,
  nameCharacters: 200,
  subsets: 10,
} as const;

export function xdm(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`xdm.${code}`, { fr, en }, { source, ...(at === undefined ? {} : { at }) });
}

export function corrupt(fr: string, en: string, at?: string): Refusal {
  return xdm(
    'corrupt',
    `L’archive ZIP est abîmée ou trompeuse : ${fr}. Refaites-la et renvoyez-la.`,
    `The ZIP archive is damaged or misleading: ${en}. Make it anew and send it again.`,
    at,
  );
}

export function notXdm(fr: string, en: string): Refusal {
  return xdm('not-xdm', `Ce n’est pas une archive IHE XDM : ${fr}.`, `This is no IHE XDM archive: ${en}.`);
}

/** `what` is the archive, or one of its files. */
export function tooLarge(bytes: number, at?: string): Refusal {
  const most = megabytes(bytes);
  return xdm(
    'too-large',
    `${at === undefined ? 'Une archive' : 'Un fichier'} pèse au plus ${most} Mio. Faites plusieurs archives.`,
    `${at === undefined ? 'An archive' : 'A file'} weighs ${most} MiB at most. Make several archives.`,
    at,
  );
}

export function tooManyEntries(): Refusal {
  return xdm(
    'too-many',
    `Une archive contient au plus ${limits.entries} fichiers. Faites plusieurs archives.`,
    `An archive holds ${limits.entries} files at most. Make several archives.`,
  );
}

export function bomb(at: string): Refusal {
  return xdm(
    'bomb',
    'Un fichier de l’archive grossit démesurément à l’ouverture : elle n’est pas ouverte.',
    'A file of the archive grows beyond measure when it is opened: it is left closed.',
    at,
  );
}

/** The name itself is not repeated: it could be anything. */
export function badName(index: number): Refusal {
  return xdm(
    'bad-name',
    'Un nom de fichier de l’archive sort de son dossier ou n’est pas un nom simple.',
    'A file name of the archive leaves its folder or is no plain name.',
    `entry ${index}`,
  );
}

export function notAFile(at: string): Refusal {
  return xdm(
    'not-a-file',
    'L’archive contient un lien ou un fichier spécial : elle n’est pas ouverte.',
    'The archive holds a link or a special file: it is left closed.',
    at,
  );
}

export function encrypted(at: string): Refusal {
  return xdm(
    'encrypted',
    'L’archive est protégée par un mot de passe. Envoyez-la sans : le transport la protège.',
    'The archive is protected by a password. Send it without: the transport protects it.',
    at,
  );
}

export function duplicateName(at: string): Refusal {
  return xdm(
    'duplicate-name',
    'Deux fichiers de l’archive portent le même nom.',
    'Two files of the archive bear the same name.',
    at,
  );
}
