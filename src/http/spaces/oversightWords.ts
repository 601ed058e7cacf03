import { identityDocuments, isIdentityDocument } from '#ins';
import type { TraceLine } from '#trace';

type Both = readonly [fr: string, en: string];

/** What the operator did about a record, and the person's own cases, in plain words; undefined for all other lines. */
export function oversightWords({ action, detail = {} }: Pick<TraceLine, 'action' | 'detail'>): Both | undefined {
  const { change = '', about = '', what = '' } = detail;
  if (action === 'contest') return contestWords(change, about);
  if (action === 'review') return reviewWords(change, about);
  switch (change) {
    case 'desk-found':
      return ['identité cherchée au guichet', 'identity looked for at the desk'];
    case 'desk-check': {
      const { document = '' } = detail;
      const [fr, en] = isIdentityDocument(document)
        ? [identityDocuments[document].fr, identityDocuments[document].en]
        : [document, document];
      return [`identité vérifiée au guichet (${fr.toLowerCase()})`, `identity checked at the desk (${en.toLowerCase()})`];
    }
    case 'desk-log':
      return [
        'journal imprimé au guichet, sans le titre des documents',
        'log printed at the desk, without the titles of documents',
      ];
    case 'desk-asked':
      return [
        `demande au guichet, à confirmer par une seconde personne : ${deskWords(what)[0]}`,
        `asked at the desk, to be confirmed by a second person: ${deskWords(what)[1]}`,
      ];
    case 'desk-confirmed':
      return [
        `demande du guichet confirmée par une seconde personne : ${deskWords(what)[0]}`,
        `what was asked at the desk is confirmed by a second person: ${deskWords(what)[1]}`,
      ];
    case 'desk-declined':
      return [
        `demande du guichet refusée par une seconde personne : ${deskWords(what)[0]}`,
        `what was asked at the desk is declined by a second person: ${deskWords(what)[1]}`,
      ];
    case 'compared':
      return [
        'identité comparée à une autre, proche de la vôtre, par l’exploitant',
        'identity compared by the operator with another that is close to yours',
      ];
    case 'linked':
      return detail.as === 'survivor'
        ? [
            'un autre dossier à votre nom a été rapproché de celui-ci : ses documents se lisent ici',
            'another record of yours was linked with this one: its documents are read here',
          ]
        : [
            'ce dossier a été rapproché d’un autre à votre nom, qui continue à sa place ; rien n’y a été modifié',
            'this record was linked with another of yours, which goes on in its place; nothing in it was changed',
          ];
    case 'unlinked':
      return [
        'ce dossier a été séparé d’un autre, rapproché par erreur ; chacun est comme avant',
        'this record was taken apart from another, linked by mistake; each is as before',
      ];
    case 'kept-apart':
      return ['identité comparée à une autre, sans rapprochement', 'identity compared with another, and not linked'];
    default:
      return undefined;
  }
}

function contestWords(change: string, about: string): Both {
  switch (change) {
    case 'opened':
      return [`accès signalé comme non reconnu (${about})`, `access contested (${about})`];
    case 'answered':
      return [`réponse de l’exploitant à votre signalement (${about})`, `the operator’s answer to your case (${about})`];
    default:
      return ['signalement lu par l’exploitant', 'case read by the operator'];
  }
}

function reviewWords(change: string, about: string): Both {
  switch (change) {
    case 'justified':
      return [`accès d’urgence relu et jugé justifié (${about})`, `emergency access reviewed and found justified (${about})`];
    case 'unjustified':
      return [
        `accès d’urgence relu et jugé non justifié (${about})`,
        `emergency access reviewed and found not justified (${about})`,
      ];
    case 'asked':
      return [
        `accès d’urgence relu, des explications sont demandées (${about})`,
        `emergency access reviewed, explanations are asked for (${about})`,
      ];
    case 'watch':
      return ['dossier mis sous surveillance renforcée des accès', 'accesses to this record are watched more closely'];
    case 'unwatch':
      return ['fin de la surveillance renforcée des accès', 'accesses to this record are no longer watched more closely'];
    default:
      return ['accès d’urgence en cours de relecture', 'emergency access under review'];
  }
}

/** What may be asked for at the desk, in words. */
export function deskWords(kind: string): Both {
  return deskDeeds[kind] ?? [kind, kind];
}

const deskDeeds: Readonly<Record<string, Both>> = {
  block: ['bloquer un professionnel', 'block a professional'],
  unblock: ['débloquer un professionnel', 'unblock a professional'],
  oppose: ['changer les oppositions', 'change the oppositions'],
  shorten: ['mettre fin à un accès', 'end an access'],
  close: ['fermer le dossier', 'close the record'],
  reopen: ['rouvrir le dossier', 'reopen the record'],
  represent: ['désigner un représentant légal', 'name a legal representative'],
  unrepresent: ['mettre fin à une représentation légale', 'end a legal representation'],
  merge: ['rapprocher ce dossier d’un autre de la même personne', 'link this record with another of the same person'],
  unmerge: ['séparer ce dossier de celui d’une autre personne', 'take this record apart from that of another person'],
};
