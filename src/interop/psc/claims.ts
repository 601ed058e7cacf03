import type { DirectoryProfessional, DirectoryStructure } from '#directory';

const oid = {
  role: '1.2.250.1.213.1.1.5.5',
  sector: '1.2.250.1.71.4.2.4',
  level: '1.2.250.1.213.1.5.1.1.1',
} as const;

/** Every claim of the scope `scope_all`, in the order of the official sample. `socle_simulateur` is ours: nobody must mistake this. */
export const claimNames: readonly string[] = [
  'SubjectNameID',
  'preferred_username',
  'given_name',
  'family_name',
  'name',
  'codeCivilite',
  'SubjectRole',
  'Secteur_Activite',
  'SubjectOrganization',
  'SubjectOrganizationID',
  'Palier_Authentification',
  'Mode_Acces_Raison',
  'Acces_Regulation_Medicale',
  'UITVersion',
  'authMode',
  'PSI_Locale',
  'otherIds',
  'SubjectRefPro',
  'socle_simulateur',
];

/**
 * The claims of a professional who acts at `situation`, one of `situations`.
 *
 * Out: the userinfo of Pro Santé Connect. What the directory does not know (SIRET, address, ordinal category) is an empty string, as the
 * service itself gives it. A structure is named by its technical identifier, `F` and its FINESS, of which the former one (prefix `1`) and the
 * FINESS itself stand beside it.
 *
 * Source: Pro Santé Connect, documentation des « claims » ; sample of the BAS environment (standards.md §2.7).
 */
export function claimsOf(
  professional: DirectoryProfessional,
  situation: DirectoryStructure,
  situations: readonly DirectoryStructure[],
  simulated: boolean,
): Record<string, unknown> {
  return {
    SubjectNameID: professional.id,
    preferred_username: professional.id,
    given_name: professional.given,
    family_name: professional.family,
    name: `${professional.given} ${professional.family}`,
    codeCivilite: civility(professional.prefix),
    SubjectRole: [`${professional.profession}^${oid.role}`],
    Secteur_Activite: `${situation.facilityType}^${oid.sector}`,
    SubjectOrganization: situation.name,
    SubjectOrganizationID: technicalId(situation),
    Palier_Authentification: `APPPRIP3^${oid.level}`,
    Mode_Acces_Raison: '',
    Acces_Regulation_Medicale: 'FAUX',
    UITVersion: '1.0',
    authMode: 'MOBILE',
    PSI_Locale: '1.2.250.1.213.1.3.1.1',
    otherIds: [{ identifiant: professional.id, origine: 'RPPS', qualite: 1 }],
    SubjectRefPro: refPro(professional, situations),
    socle_simulateur: simulated,
  };
}

function refPro(professional: DirectoryProfessional, situations: readonly DirectoryStructure[]): Record<string, unknown> {
  const skill = professional.specialty?.code.split('/')[1] ?? '';
  return {
    codeCivilite: civility(professional.prefix),
    exercices: [
      {
        codeProfession: professional.profession,
        codeCategorieProfessionnelle: 'C',
        codeCiviliteDexercice: professional.prefix ?? '',
        nomDexercice: professional.family,
        prenomDexercice: professional.given,
        codeTypeSavoirFaire: skill.startsWith('SM') ? 'S' : '',
        codeSavoirFaire: skill,
        activities: situations.map(activity),
      },
    ],
  };
}

function activity(structure: DirectoryStructure): Record<string, string> {
  return {
    codeModeExercice: '',
    codeSecteurDactivite: structure.facilityType,
    codeSectionPharmacien: '',
    codeRole: '',
    codeGenreActivite: 'GENR01',
    numeroSiretSite: '',
    numeroSirenSite: '',
    numeroFinessSite: structure.id.slice(1),
    numeroFinessetablissementJuridique: '',
    identifiantTechniqueDeLaStructure: technicalId(structure),
    raisonSocialeSite: structure.name,
    enseigneCommercialeSite: '',
    complementDestinataire: '',
    complementPointGeographique: '',
    numeroVoie: '',
    indiceRepetitionVoie: '',
    codeTypeDeVoie: '',
    libelleVoie: '',
    mentionDistribution: '',
    bureauCedex: '',
    codePostal: '',
    codeCommune: '',
    codePays: '',
    telephone: '',
    telephone2: '',
    telecopie: '',
    adresseEMail: '',
    codeDepartement: '',
    ancienIdentifiantDeLaStructure: structure.id,
    autoriteDenregistrement: '',
  };
}

function technicalId({ id }: DirectoryStructure): string {
  return `F${id.slice(1)}`;
}

/** TRE_R81 holds `M` and `MME`; the prefix of practice (`DR`, `PR`) says nothing of it. */
function civility(prefix: string | undefined): string {
  return prefix === 'M' || prefix === 'MME' ? prefix : '';
}
