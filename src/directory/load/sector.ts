interface Setting {
  readonly couloir: string;
  readonly facilityType: string;
  readonly practiceSetting: string;
}

const hospital = ['SA01', 'SA02', 'SA03', 'SA04', 'SA06', 'SA12', 'SA30', 'SA34', 'SA36', 'SA37', 'SA51', 'SA53'];
const social = ['SA16', 'SA17', 'SA18', 'SA20', 'SA21', 'SA41'];
const biology = ['SA25', 'SA29', 'SA59'];
const pharmacy = ['SA33', 'SA38', 'SA39', 'SA56', 'SA65'];

/** How a structure is seen in documents, by its sector (TRE_R02, which JDV_J02 takes over). An unknown one counts as a practice in town. */
export function settingOfSector(sector: string): Setting {
  const facilityType = /^SA\d\d$/.test(sector) ? sector : 'SA43';
  if (hospital.includes(sector)) return { couloir: 'hopital', facilityType, practiceSetting: 'ETABLISSEMENT' };
  if (social.includes(sector)) return { couloir: 'medico-social', facilityType, practiceSetting: 'ESSMS' };
  if (biology.includes(sector)) return { couloir: 'biologie', facilityType, practiceSetting: 'AMBULATOIRE' };
  if (pharmacy.includes(sector)) return { couloir: 'officine', facilityType, practiceSetting: 'AMBULATOIRE' };
  return { couloir: 'ville', facilityType, practiceSetting: 'AMBULATOIRE' };
}

/**
 * The same by the group of categories of FINESS (`categagretab`): 11 hospitals, 22 dialysis and others in town, 34 pharmacies and laboratories,
 * 41 to 46 social care. FINESS does not know the sectors: this is the nearest one.
 */
export function settingOfCategory(group: string, category: string): Setting {
  if (category === '620') return settingOfSector('SA33');
  if (category === '611' || category === '610') return settingOfSector('SA25');
  if (category === '124') return settingOfSector('SA05');
  if (category === '603') return settingOfSector('SA52');
  if (category === '500' || category === '502') return settingOfSector('SA17');
  if (group.startsWith('11')) return settingOfSector(category === '355' || category === '101' ? 'SA01' : 'SA30');
  if (/^4[1-6]/.test(group)) return settingOfSector('SA41');
  return settingOfSector('SA43');
}
