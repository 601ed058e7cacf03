import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An XSD that lets everything through but a `forbidden` element, and a schematron that wants a certain title: of our own making. */
const files = {
  'infrastructure/cda/CDA_extended.xsd': `<xs:schema targetNamespace="urn:hl7-org:v3" xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:element name="ClinicalDocument"><xs:complexType>
    <xs:sequence><xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:anyAttribute processContents="skip"/>
  </xs:complexType></xs:element>
  <xs:element name="versionNumber"><xs:complexType><xs:attribute name="value" type="xs:positiveInteger"/></xs:complexType></xs:element>
</xs:schema>`,
  'schematrons/profils/Commun.sch': `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <ns prefix="cda" uri="urn:hl7-org:v3"/>
  <pattern id="titles"><rule context="cda:ClinicalDocument/cda:title">
    <assert id="titled-as-wanted" test=". != 'Sans titre'">Ce document doit porter un titre.</assert>
  </rule></pattern>
</schema>`,
};

/** Such a package of specifications in a folder; `clear` takes it away. */
export function specificationFolder(): { readonly path: string; clear(): void } {
  const path = mkdtempSync(join(tmpdir(), 'socle-specifications-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, clear: () => rmSync(path, { recursive: true, force: true }) };
}
