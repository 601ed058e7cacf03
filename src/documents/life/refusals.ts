import { refused } from '../received.ts';

/** Why a change of a document is not made. */

export const notYours = () =>
  refused(
    'not-yours',
    'Seul l’auteur du document, ou le logiciel qui l’a déposé, peut faire cela.',
    'Only the document’s author, or the software that deposited it, may do this.',
  );

export const unmaskPersonOnly = () =>
  refused(
    'unmask-person-only',
    'Ce document est masqué aux professionnels : seule la personne peut le leur montrer à nouveau, depuis son espace.',
    'This document is hidden from professionals: the person alone may show it to them again, in their space.',
    'DocumentReference.securityLabel',
  );

export const releasePersonOnly = () =>
  refused(
    'release-person-only',
    'Ce document n’est pas montré aux représentants légaux : seule la personne peut le leur montrer, depuis son espace.',
    'This document is not shown to legal representatives: the person alone may show it to them, in their space.',
    'DocumentReference.securityLabel',
  );

export const statusFixed = () =>
  refused(
    'status-fixed',
    'Une version plus récente a remplacé ce document, ou celui qu’il complète : il ne redevient pas le document en vigueur.',
    'A newer version has replaced this document, or the one it completes: it does not come into force again.',
    'DocumentReference.status',
  );

export const withdrawSuperseded = () =>
  refused(
    'withdraw-superseded',
    'Une version plus récente a remplacé ce document. Retirez-la : les versions antérieures sont retirées avec elle.',
    'A newer version has replaced this document. Withdraw that one: the earlier versions are withdrawn with it.',
    'DocumentReference.status',
    'PDSm, suppression logique d’une fiche',
  );

export const versionConflict = (version: number) =>
  refused(
    'version-conflict',
    `Ce document a changé entre-temps : sa version actuelle est ${version}. Relisez-le, puis recommencez.`,
    `This document has changed meanwhile: its current version is ${version}. Read it again, then try again.`,
    'If-Match',
  );

export const withdrawn = () =>
  refused(
    'withdrawn',
    'Ce document a été retiré par son auteur : il n’est plus consultable.',
    'This document was withdrawn by its author: it can no longer be read.',
  );

export const reasonRequired = () =>
  refused(
    'reason-required',
    'Dites pourquoi, en 10 à 500 caractères : la raison reste dans le journal du dossier.',
    'Say why, in 10 to 500 characters: the reason stays in the log of the record.',
  );

export const operatorOnly = () =>
  refused(
    'restore-operator-only',
    'Seul l’exploitant rétablit un document retiré.',
    'The operator alone restores a withdrawn document.',
  );

export const notWithdrawn = () => refused('not-withdrawn', 'Ce document n’a pas été retiré.', 'This document was not withdrawn.');

export const metadataFixed = (at: string, why: 'header' | 'registry') =>
  why === 'header'
    ? refused(
        'metadata-fixed',
        'L’en-tête du document dit autre chose : pour le changer, déposez une nouvelle version du document.',
        'The document’s header says otherwise: to change it, deposit a new version of the document.',
        at,
        'CI-SIS, en-tête et métadonnées',
      )
    : refused(
        'metadata-fixed',
        'Cette métadonnée ne se corrige pas. Se corrigent : le titre, la description, le type, les dates de l’acte, le cadre d’exercice et le type d’établissement.',
        'This metadata element is not corrected. What is: title, description, type, dates of the act, practice setting and facility type.',
        at,
        'ITI-57',
      );
