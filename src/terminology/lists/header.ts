import type { CodeTable } from '../table.ts';

/*
 * The small lists of the CDA header beside those of XDS. Source of each: its JDV of the CI-SIS (ANS), by OID and revision.
 */

/** Sex of the patient. JDV_J143-AdministrativeGender-CISIS, 1.2.250.1.213.1.1.5.590, revision 2021-03-26. */
export const administrativeGender: CodeTable = {
  '2.16.840.1.113883.5.1': [
    ['F', 'Féminin'],
    ['M', 'Masculin'],
    ['UN', 'Inconnu'],
  ],
};

/** What a participant does in the care of the patient. JDV_J47-FunctionCode-CISIS, 1.2.250.1.213.1.1.5.124, revision 2024-12-13. */
export const functionCode: CodeTable = {
  '1.2.250.1.213.1.1.4.2.280': [
    ['CORRE', 'Correspondant'],
    ['PRELV', 'Préleveur'],
    ['ES-REF', 'Etablissement de santé de référence'],
    ['ES-PREF', 'Etablissement de santé de préférence'],
  ],
  '2.16.840.1.113883.5.88': [
    ['ADMPHYS', "Responsable de l'admission"],
    ['ATTPHYS', 'Référent - Responsable du patient dans la structure de soins'],
    ['DISPHYS', 'Responsable de la sortie'],
    ['PCP', 'Médecin traitant'],
  ],
  '1.2.250.1.213.1.6.1.107': [
    ['330', 'Coordonnateur de parcours'],
    ['353', "Membre de l'équipe de soins"],
  ],
};

/** How a participant takes part. JDV_J144-ParticipationType-CISIS, 1.2.250.1.213.1.1.5.591, revision 2021-03-26. */
export const participation: CodeTable = {
  '2.16.840.1.113883.5.90': [
    ['REF', 'Référent / Prescripteur'],
    ['REFB', 'Personne ayant adressé le patient'],
    ['INF', 'Informateur'],
    ['RESP', "Responsable de l'acte"],
    ['PRF', 'Exécutant'],
    ['CON', 'Consultant'],
    ['VRF', 'Vérificateur'],
  ],
};

/** What a participant is. JDV_J141-RoleClass-CISIS, 1.2.250.1.213.1.1.5.588, revision 2021-03-26. */
export const participantClass: CodeTable = {
  '2.16.840.1.113883.5.110': [
    ['PROV', 'Professionnel de santé'],
    ['AGNT', 'Professionnel caractérisé par son rôle'],
  ],
};

/** Kind of encounter. JDV_J142-TypeRencontre-CISIS, 1.2.250.1.213.1.1.5.589, revision 2021-03-26. */
export const encounterType: CodeTable = {
  '2.16.840.1.113883.5.4': [
    ['IMP', 'Hospitalisation (établissement, y compris HAD)'],
    ['EMER', 'Passage aux urgences (établissement)'],
    ['AMB', 'Ambulatoire (hors établissement)'],
    ['FLD', 'Terrain (voie publique, hélicoptère, ambulance, etc.)'],
    ['HH', 'Soins à domicile (hors établissement)'],
    ['VR', "Virtuelle (exemple : RCP en l'absence du patient)"],
  ],
  '1.2.250.1.213.1.1.4.2.291': [
    ['EXTERNE', 'Acte et consultation externe (établissement)'],
    ['SEANCE', 'Séance (établissement ou libéral)'],
  ],
};

/** How a person takes part in the encounter. JDV_J140-EncounterParticipationType-CISIS, 1.2.250.1.213.1.1.5.528, revision 2021-03-26. */
export const encounterParticipation: CodeTable = {
  '2.16.840.1.113883.5.90': [
    ['ADM', "Responsable de l'admission"],
    ['ATND', 'Superviseur / Responsable des soins'],
    ['CON', 'Consultant'],
    ['DIS', 'Responsable de la sortie'],
    ['REF', 'Référent / Prescripteur'],
    ['RESP', "Responsable de l'acte"],
  ],
};

/** What a related person is to the patient. JDV_J11-RelationPatient-CISIS, 1.2.250.1.213.3.3.16, revision 2020-04-24. */
export const relation: CodeTable = {
  '2.16.840.1.113883.5.111': [
    ['MTH', 'Mère'],
    ['FTH', 'Père'],
    ['NMTH', 'Mère biologique'],
    ['NFTH', 'Père biologique'],
    ['STPMTH', 'Belle-mère - épouse du père ou de la mère'],
    ['STPFTH', 'Beau-père - époux du père ou de la mère'],
    ['GRMTH', 'Grand-mère'],
    ['GRFTH', 'Grand-père'],
    ['GGRMTH', 'Arrière-grand-mère'],
    ['GGRFTH', 'Arrière-grand-père'],
    ['DAU', 'Fille biologique'],
    ['SON', 'Fils biologique'],
    ['BRO', 'Frère'],
    ['SIS', 'Soeur'],
    ['HBRO', 'Demi-frère'],
    ['HSIS', 'Demi-soeur'],
    ['GRNDDAU', 'Petite-fille'],
    ['GRNDSO', 'Petit-fils'],
    ['UNCLE', 'Oncle'],
    ['AUNT', 'Tante'],
    ['NEPHEW', 'Neveu'],
    ['NIECE', 'Nièce'],
    ['HUSB', 'Epoux'],
    ['WIFE', 'Epouse'],
    ['DOMPART', 'Concubin(e) ou partenaire PACS'],
    ['ROOM', 'Personne vivant sous le même toit'],
    ['FRND', 'Autre proche'],
    ['NBOR', 'Voisin(e)'],
    ['FAMMEMB', 'Autre membre de la famille'],
    ['CHILD', 'Enfant'],
    ['COUSN', 'Cousin(e)'],
    ['SIGOTHR', 'Conjoint'],
    ['DAUC', 'Fille'],
    ['SONC', 'Fils'],
  ],
  '1.2.250.1.213.1.1.4.327': [
    ['TUTEUR', 'Tuteur'],
    ['CURATEUR', 'Curateur'],
    ['MSVG', 'Mandataire de sauvegarde'],
  ],
};

/** Courtesy title, name prefix. JDV_J245-Civilite-CISIS, 1.2.250.1.213.1.1.5.718, revision 2023-03-31. */
export const courtesyTitle: CodeTable = {
  '1.2.250.1.213.1.6.1.69': [
    ['M', 'Monsieur'],
    ['MME', 'Madame'],
  ],
};

/** Title, name suffix. JDV_J246-Titre-CISIS, 1.2.250.1.213.1.1.5.719, revision 2024-01-26. */
export const personTitle: CodeTable = {
  '1.2.250.1.213.1.6.1.11': [
    ['DR', 'Docteur'],
    ['MC', 'Médecin chef'],
    ['MG', 'Médecin général'],
    ['PC', 'Pharmacien chef'],
    ['PG', 'Pharmacien général'],
    ['PR', 'Professeur'],
  ],
};
