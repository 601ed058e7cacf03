import type { CodeTable } from '../table.ts';

/**
 * Document classes, XDS classCode.
 * Source: TRE_A03-ClasseDocument, OID 1.2.250.1.213.1.1.4.1, version 1.1.0 (ANS).
 */
export const documentClass: CodeTable = {
  '1.2.250.1.213.1.1.4.1': [
    ['10', 'Compte rendu'],
    ['11', 'Synthèse'],
    ['31', 'Imagerie médicale'],
    ['42', 'Prescription'],
    ['43', 'Dispensation'],
    ['44', 'Plan de soins, protocole de soins'],
    ['45', 'Traitement administré'],
    ['52', 'Certificat, déclaration'],
    ['60', 'Données de remboursement'],
    ['90', 'Autres documents déposés par le patient'],
    ['95', 'Document de gestion'],
    ['99', 'Document technique'],
  ],
};
