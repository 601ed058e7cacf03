/** What the ANS lets a receiver answer. The first twelve are HL7’s (table messageErrorCondition), in HL7’s words; those from 900 are the ANS’s own. */
export const ansLabels = {
  '0': 'Message accepted',
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '198': 'Non-conformant cardinality',
  '199': 'Other HL7 Error',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '202': 'Unsupported processing',
  '203': 'Unsupported version',
  '207': 'Application error',
  '900': 'Version du document incorrecte lors d’une demande de remplacement/suppression',
  '901': 'Auteur non autorisé à remplacer ou supprimer un document',
  '902': 'Identifiant patient inconnu',
  '903': 'INS non présent dans le document',
  '904': 'L’INS transmis ne correspond pas exactement à celui stocké dans la base du consommateur',
  '905': 'L’INS transmis n’est pas complet',
  '906': 'Erreur ’Autre’',
} as const;

export type AnsCode = keyof typeof ansLabels;

/**
 * Our refusals as the ANS counts errors. The longest beginning decides: `xdm.` holds for what has no row of its own. What the person decided in
 * their record (opposed, closed) is told as 207 and nothing more: it is not the sender’s to know.
 * Source: ANS, volet Transmission au LPS de documents CDA provenant d’un courriel MSSanté, codes d’erreur.
 */
export const ansCodes: Readonly<Record<string, AnsCode>> = {
  'xdm.': '102',
  'xdm.not-xdm': '100',
  'xdm.missing-file': '100',
  'xdm.no-document': '100',
  'xdm.duplicate-name': '198',
  'xdm.too-many': '198',
  'xdm.bad-name': '199',
  'xdm.bomb': '199',
  'xdm.not-a-file': '199',
  'xdm.too-large': '199',
  'xdm.encrypted': '202',
  'xdm.not-supported': '201',
  'xdm.unknown-replaced': '900',
  'xdm.several-persons': '198',
  'xml.': '102',
  'ebrim.': '102',
  'ebrim.missing': '101',
  'ebrim.not-a-submission': '100',
  'ebrim.too-many': '198',
  'cda.': '102',
  'cda.missing': '101',
  'ins.': '904',
  'ins.unknown-oid': '903',
  'ins.not-found': '902',
  'ins.not-qualified': '906',
  'documents.': '906',
  'documents.empty': '101',
  'documents.missing-metadata': '101',
  'documents.unknown-code': '103',
  'documents.media-type': '200',
  'documents.metadata-mismatch': '102',
  'documents.hash-mismatch': '102',
  'documents.size-mismatch': '102',
  'documents.too-large': '199',
  'documents.too-many': '198',
  'documents.several-persons': '198',
  'documents.other-person': '904',
  'documents.traits-differ': '904',
  'documents.replaces-': '900',
  'documents.replaces-not-yours': '901',
  'documents.duplicate-different': '900',
  'documents.duplicate-withdrawn': '900',
  'messaging.no-ins': '903',
  'messaging.ins-differs': '904',
  'messaging.ins-incomplete': '905',
  'messaging.not-a-cda': '203',
  'messaging.several-archives': '198',
  'messaging.several-patients': '198',
  'messaging.cannot-file': '207',
  'rights.': '207',
};

/** The ANS’s code for a refusal; what has no row is 906. */
export function ansCodeOf(refusal: string): AnsCode {
  return rowOf(refusal) ?? '906';
}

/** The row that decides, by the longest beginning that ends at a dot or a hyphen. */
export function rowOf(refusal: string): AnsCode | undefined {
  for (let end = refusal.length; end > 0; end--) {
    const isWhole = end === refusal.length || /[.-]/.test(refusal[end - 1] ?? '');
    const found = isWhole ? ansCodes[refusal.slice(0, end)] : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
