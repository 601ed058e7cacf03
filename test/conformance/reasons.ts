/** Why our verdict differs from HL7's, by the name of the case. */
export const reasons: Readonly<Record<string, string>> = {
  'mr-covid-m2': 'HL7 knows the names of SNOMED CT; Socle comes without it',
  'bundle-id-5': 'HL7 knows the names of CVX; Socle comes without it',
  'ips-nz-pj': 'HL7 knows the names of LOINC; Socle comes without it',
  'ext-derived-circle':
    'two cases bear this name; the ValueSet one breaks a rule for HL7’s own publications and names a code of SNOMED CT',
  'contained-resource-bad-id-ignore': 'HL7 ran this case with an option that overlooks ids; without it the same file is refused',
  'extension-version-restriction-range-r4': 'the definition of the extension is not in the corpus',
  'pat-dob-ext': 'an extension that is not known is told of, not refused',
  'pat-example-extensions': 'an extension that is not known is told of, not refused',
  'nested-questionnaire-nested-valueset': 'an extension that is not known is told of, not refused',
  'uuid-extension': 'an extension that is not known is told of, not refused',
  'uk-msg': 'extensions that are not known are told of, not refused; the codes are SNOMED CT’s',
  'res-inv-example-good': 'a profile that is not known is told of, not refused',
  'choice-async-qr': 'a wrong display is told of, not refused',
  'choice-gender-coding-async-qr': 'a wrong display is told of, not refused',
  'open-choice-gender-coding-async-qr': 'a wrong display is told of, not refused',
  'patient-ig-bad': 'a profile that a guide makes global is asked for when the operator says so, not because the guide is loaded',
};

/** HL7's examples that the definitions of R4 4.0.1 themselves refuse: the fault is in the example, and must be found. */
export const contradictoryExamples: Readonly<Record<string, string>> = {
  'bundle-questionnaire.json': 'a Questionnaire whose items have no linkId, which R4 requires (Questionnaire.item.linkId 1..1)',
  'codesystem-example.json': 'the code chol-mass is defined twice (csd-1)',
  'devicemetric-example.json': 'DeviceMetric.parent leads to a DeviceDefinition; R4 allows Device',
  'deviceusestatement-example.json': 'DeviceUseStatement.reasonReference leads to a Procedure; R4 does not allow it',
  'medicationrequest0301.json': 'MedicationRequest.dispenseRequest.performer leads to a Practitioner; R4 allows Organization',
};
