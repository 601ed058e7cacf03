/** The XPath of a node from its ClinicalDocument, also where that lies inside a stylesheet. */
export function fromClinicalDocument(xpath: string): string {
  return xpath.replace(/^\/(?!ClinicalDocument\b).*?\/ClinicalDocument\[\d+\]/, '/ClinicalDocument');
}
