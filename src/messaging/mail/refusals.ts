import { Refusal } from '#kernel';

function refused(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`messaging.${code}`, { fr, en }, at === undefined ? {} : { at });
}

export const noFolder = (): Refusal =>
  refused('no-folder', 'Ce dossier n’est pas dans la boîte.', 'This folder is not in the mailbox.', 'folder');
export const folderExists = (): Refusal =>
  refused('folder-exists', 'Un dossier porte déjà ce nom.', 'A folder already has this name.', 'folder');
export const folderName = (): Refusal =>
  refused(
    'folder-name',
    'Un nom de dossier a de 1 à 200 caractères, dix niveaux au plus séparés par /, et aucun des signes % * \\.',
    'The name of a folder has 1 to 200 characters, at most ten levels separated by /, and none of the signs % * \\.',
    'folder',
  );
export const folderKept = (): Refusal =>
  refused(
    'folder-kept',
    'Ce dossier fait partie de toute boîte : il reste.',
    'Every mailbox has this folder: it stays.',
    'folder',
  );
export const tooManyFolders = (most: number): Refusal =>
  refused(
    'folders-full',
    `Une boîte a au plus ${most} dossiers : supprimez-en.`,
    `A mailbox has at most ${most} folders: delete some.`,
    'folder',
  );
export const noMessage = (): Refusal =>
  refused(
    'no-message',
    'Ce message n’est pas ou n’est plus dans la boîte.',
    'This message is not, or no longer, in the mailbox.',
  );
export const tooLarge = (mostBytes: number): Refusal =>
  refused(
    'too-large',
    `Ce message est trop grand : ${Math.floor(mostBytes / 1024 ** 2)} Mio au plus, pièces jointes encodées comprises.`,
    `This message is too large: at most ${Math.floor(mostBytes / 1024 ** 2)} MiB, encoded attachments included.`,
  );
export const quotaReached = (): Refusal =>
  refused(
    'quota',
    'La boîte est pleine : supprimez des messages, ou demandez plus de place à l’exploitant.',
    'The mailbox is full: delete messages, or ask the operator for more room.',
  );
export const recipientFull = (): Refusal =>
  refused(
    'recipient-full',
    'La boîte du destinataire est pleine : réessayez plus tard, ou prévenez-le autrement.',
    'The recipient’s mailbox is full: try again later, or tell them in another way.',
  );
export const malformedKeyword = (): Refusal =>
  refused(
    'malformed-keyword',
    'Une étiquette a de 1 à 100 caractères visibles sans espace, et un message en a 50 au plus.',
    'A keyword has 1 to 100 visible characters without a space, and a message has at most 50.',
  );
export const searchTooDeep = (): Refusal =>
  refused(
    'search-too-long',
    'Cette recherche a trop de critères : 200 au plus, emboîtés sur 20 niveaux.',
    'This search has too many criteria: at most 200, nested 20 levels deep.',
  );
