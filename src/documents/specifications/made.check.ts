import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';

/** A small package of specifications of our own making, for tests: laid out as the ANS lays out its own, and as little as that takes. */
const schema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema targetNamespace="urn:hl7-org:v3" xmlns="urn:hl7-org:v3" xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:import namespace="http://www.w3.org/1999/XSL/Transform" schemaLocation="absent/xslt.xsd"/>
  <xs:include schemaLocation="Parts/types.xsd"/>
  <xs:element name="ClinicalDocument" type="Document"/>
</xs:schema>`;
/** Included under another case than it is named with. */
const types = `<xs:schema targetNamespace="urn:hl7-org:v3" xmlns="urn:hl7-org:v3" xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <xs:complexType name="Document"><xs:sequence>
    <xs:element name="templateId" type="Id" maxOccurs="unbounded"/>
    <xs:element name="code" type="Coded"/>
    <xs:element name="title" type="xs:string"/>
    <xs:element name="versionNumber"><xs:complexType><xs:attribute name="value" type="xs:int" use="required"/></xs:complexType></xs:element>
    <xs:element name="component" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="structuredBody"><xs:complexType><xs:sequence>
        <xs:element name="title" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Id"><xs:attribute name="root" type="xs:string"/><xs:attribute name="extension" type="xs:string"/></xs:complexType>
  <xs:complexType name="Coded"><xs:attribute name="code" type="xs:string"/><xs:attribute name="codeSystem" type="xs:string"/></xs:complexType>
</xs:schema>`;

const schematron = (patterns: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- of the tests -->
<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <ns prefix="cda" uri="urn:hl7-org:v3"/><ns prefix="svs" uri="urn:ihe:iti:svs:2008"/>${patterns}
</schema>`;
const common = schematron(`<pattern id="titled"><rule context="cda:ClinicalDocument">
  <assert id="has-title" role="warning" test="cda:title != ''">Sans titre : <value-of select="cda:code/@code"/></assert>
  <assert test="document('../../jeuxDeValeurs/JDV_Types.xml')//svs:Concept[@code = current()/cda:code/@code]">Type hors liste</assert>
</rule></pattern>`);
const model = (version: string): string =>
  schematron(`<include href="include/specificationsVolets/Essai/Entete.sch"/>
  <pattern id="version-${version}"><rule context="cda:structuredBody"><assert id="body-${version}" test="cda:title">Vide</assert></rule></pattern>`);
const header = `<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="entete"><rule context="cda:ClinicalDocument">
  <assert test="cda:templateId[@root='1.2.250.1.213.1.1.1.999']">Modèle</assert></rule></pattern>`;
const byType = schematron(`<pattern id="by-type"><rule context="cda:ClinicalDocument">
  <assert test="./cda:code[@code = 'T9']">Type</assert><assert id="typed" role="info" test="cda:title = 'T9'">Titre</assert></rule></pattern>`);
const list = (...codes: string[]): string =>
  `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="1.2.3" displayName="JDV_Types"><ConceptList>${codes
    .map((code) => `<Concept code="${code}" codeSystem="1.2.3.4" displayName="${code}"/>`)
    .join('')}</ConceptList></ValueSet></RetrieveValueSetResponse>`;

/** `codes`: of the only list. */
export function madeSpecifications(...codes: string[]): Readonly<Record<string, string>> {
  return {
    'infrastructure/cda/CDA_extended.xsd': schema,
    'infrastructure/cda/parts/Types.xsd': types,
    'schematrons/profils/Commun.sch': common,
    'schematrons/Essai_2023.01.sch': model('2023.01'),
    'schematrons/Essai_2024.01.sch': model('2024.01'),
    'schematrons/Type_1.0.sch': byType,
    'schematrons/Casse_1.0.sch': schematron('<include href="absent.sch"/>'),
    'schematrons/include/specificationsVolets/Essai/entete.sch': header,
    'jeuxDeValeurs/JDV_Types.xml': list(...codes),
    'ExemplesCDA/exemple.xml': '<ClinicalDocument xmlns="urn:hl7-org:v3"/>',
    'lisez-moi.txt': 'rien à garder',
  };
}

/** A document of the made schema. */
export function madeDocument(content: {
  readonly templates?: string;
  readonly code?: string;
  readonly title?: string;
  readonly version?: string;
  readonly body?: string;
  readonly before?: string;
}): Buffer {
  const { templates = '', code = 'T1', title = 'Titre', version = '1', body = '<title>x</title>', before = '' } = content;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${before}
<ClinicalDocument xmlns="urn:hl7-org:v3">
  <templateId root="1.2.250.1.213.1.1.1.1"/>${templates}
  <code code="${code}" codeSystem="1.2.3.4"/>
  <title>${title}</title>
  <versionNumber
    value="${version}"/>
  <component><structuredBody>${body}</structuredBody></component>
</ClinicalDocument>`);
}

export async function zipOf(files: Readonly<Record<string, string | Buffer>>, mode?: number): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), path, mode === undefined ? {} : { mode });
  zip.end();
  return buffer(zip.outputStream);
}

/** A tar of one entry, gzipped; `type` as the tar has it: '0' a file, '2' a link. */
export function tarOf(name: string, content: string, type = '0', size = Buffer.byteLength(content)): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  head.write('        ', 148);
  head.write(type, 156);
  head.write('ustar\0' + '00', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return gzipSync(Buffer.concat([head, body, Buffer.alloc(1024)]));
}
