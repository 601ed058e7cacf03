import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { XmlElement } from 'libxml2-wasm';
import { classOfType, conceptOf } from '#terminology';
import { isPlainlyWellFormed } from '#xml';
import counts from '../../../spec/extract/counts.json' with { type: 'json' };
import { sectionsIn, structuredHtml } from '../structured/index.ts';
import { kinds } from '../structured/kinds.ts';
import { attachments, embedded } from './body.ts';
import { v3, withClinicalDocument, withDocument } from './dom.ts';
import type { CdaAuthor, CdaHeader } from './header.ts';
import { assertInert } from './render.check.ts';
import { renderHtml } from './render.ts';
import { scanHeader } from './scan.ts';
import { checkWellFormed } from './wellformed.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const folder = `${corpus}/cda`;
const absent = existsSync(folder) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';
const names = absent === false ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];

test('CI-SIS corpus: it is there', { skip: absent }, () => assert.ok(names.length > 0));

/** Those that give more than the parts which only serve others. */
const drawn = new Set(
  Object.entries(counts).flatMap(([name, { resources }]) =>
    Object.keys(resources).some((type) => kinds[type] !== undefined) ? [name] : [],
  ),
);

for (const name of names) {
  const bytes = readFileSync(`${folder}/${name}`);

  test(`CI-SIS corpus, header: ${name}`, () => {
    const header = scanHeader(bytes);
    assert.ok(conceptOf('documentType', header.type.code, header.type.system), `type ${header.type.code}`);
    assert.ok(classOfType(header.type.code));
    assert.ok(header.authors.length >= 1 && header.authors.every((author) => author.name !== ''));
    assert.ok(header.patient.ids.some((id) => id.root.startsWith('1.2.250.1.213.1.4.')));
    assert.match(header.patient.birthDate, /^\d{4}-\d\d-\d\d$/);
    assert.ok(header.patient.birthGivens.toLowerCase().startsWith(header.patient.firstBirthGiven.toLowerCase()));
    assert.equal(header.selfPresenting, /Auto-?Presentable/i.test(name));
    assert.equal(bytes.toString('utf8', header.byteRange.start, header.byteRange.start + 1), '<');
    assert.match(bytes.toString('utf8', header.byteRange.end - 20, header.byteRange.end), /ClinicalDocument\s*>$/);
    withClinicalDocument(bytes, (document) => compare(header, document));
  });

  test(`CI-SIS corpus, body: ${name}`, () => {
    const header = scanHeader(bytes);
    checkWellFormed(bytes);
    const file = embedded(bytes, header);
    assert.equal(file !== undefined, header.level === 'N1');
    if (file !== undefined) {
      assert.equal(file.mediaType, 'application/pdf');
      assert.equal(file.content.toString('latin1', 0, 5), '%PDF-');
      assert.deepEqual(attachments(bytes)[0]?.content, file.content);
    }
    const html = renderHtml(bytes, header);
    assertInert(html);
    if (header.level === 'N3') assert.ok(/<h2>/.test(html) && html.includes('class="cda-text"'));
    const facts = structuredHtml(sectionsIn(bytes)) ?? '';
    assertInert(facts);
    const shown = Number(/^<details[^>]*><summary>[^<]*\((\d+)\)/.exec(facts)?.[1] ?? 0);
    const lines = (facts.match(/<th scope="row"|<li>/g) ?? []).length;
    assert.equal(lines, Math.min(shown, 2000));
    if (drawn.has(name)) assert.ok(shown > 0, 'what is drawn from it is shown');
  });
}

/** Every field of the header against what libxml2 finds by XPath. */
function compare(header: CdaHeader, document: XmlElement): void {
  const value = (path: string) => {
    const found = document.eval(`normalize-space(${path})`, v3);
    return found === '' ? undefined : found;
  };
  const values = (path: string) => document.find(path, v3).map((node) => node.content.replace(/\s+/g, ' ').trim());
  const coded = (path: string, actual: { code: string; system: string; display: string } | undefined) => {
    assert.equal(actual?.code, value(`${path}/@code`), path);
    assert.equal(actual?.system, value(`${path}/@codeSystem`), path);
    if (actual !== undefined)
      assert.equal(actual.display, value(`${path}/@displayName`) ?? value(`${path}/c:originalText`) ?? actual.code);
  };
  const moment = (actual: Date | undefined, path: string) => {
    assert.equal(actual?.getTime(), milliseconds(value(path)), path);
  };
  assert.equal(header.id.root, value('c:id/@root'));
  assert.equal(header.id.extension, value('c:id/@extension'));
  assert.equal(header.setId?.root, value('c:setId/@root'));
  assert.equal(header.setId?.extension, value('c:setId/@extension'));
  assert.equal(String(header.version), value('c:versionNumber/@value') ?? '1');
  const replaced = "c:relatedDocument[@typeCode='RPLC']/c:parentDocument/c:id[1]/@root";
  assert.deepEqual(
    header.replaces.map((id) => id.root),
    values(replaced),
  );
  assert.deepEqual(header.templateIds, values('c:templateId/@root'));
  coded('c:code', header.type);
  assert.equal(header.title, value('c:title'));
  moment(header.effectiveTime, 'c:effectiveTime/@value');
  assert.equal(header.language, value('c:languageCode/@code'));
  assert.deepEqual(
    header.confidentiality.map((c) => c.code),
    values('c:confidentialityCode/@code'),
  );
  const role = 'c:recordTarget/c:patientRole';
  assert.deepEqual(
    header.patient.ids.map((id) => id.extension),
    values(`${role}/c:id[@root and @extension]/@extension`),
  );
  const patient = `${role}/c:patient`;
  assert.equal(header.patient.birthFamily, value(`${patient}/c:name/c:family[@qualifier='BR']`));
  assert.equal(header.patient.usedFamily, value(`${patient}/c:name/c:family[@qualifier='CL']`));
  assert.equal(header.patient.usedGiven, value(`${patient}/c:name/c:given[@qualifier='CL']`));
  const list = values(`${patient}/c:name/c:given[not(@qualifier)]`).join(' ');
  assert.ok(header.patient.birthGivens.endsWith(list));
  assert.equal(header.patient.firstBirthGiven, value(`${patient}/c:name/c:given[@qualifier='BR']`) ?? list);
  assert.equal(header.patient.sex, value(`${patient}/c:administrativeGenderCode/@code`));
  assert.equal(header.patient.birthDate.replaceAll('-', ''), value(`${patient}/c:birthTime/@value`)?.toString().slice(0, 8));
  assert.equal(header.patient.birthPlace, value(`${patient}/c:birthplace/c:place/c:addr/c:county`));
  const person = (actual: CdaAuthor | undefined, path: string, assigned: string) => {
    moment(actual?.time, `${path}/c:time/@value`);
    assert.equal(actual?.id?.extension, value(`${path}/${assigned}/c:id[@root and @extension]/@extension`));
    coded(`${path}/${assigned}/c:code`, actual?.specialty);
    const family = value(`${path}/${assigned}/c:assignedPerson/c:name/c:family`);
    if (family !== undefined) assert.ok(actual?.name.endsWith(String(family)));
    assert.equal(actual?.structure?.name, value(`${path}/${assigned}/c:representedOrganization/c:name`));
  };
  assert.equal(header.authors.length, document.find('c:author', v3).length);
  for (const [i, author] of header.authors.entries()) person(author, `c:author[${i + 1}]`, 'c:assignedAuthor');
  person(header.legalAuthenticator, 'c:legalAuthenticator', 'c:assignedEntity');
  const custodian = 'c:custodian/c:assignedCustodian/c:representedCustodianOrganization';
  assert.equal(header.custodian?.name, value(`${custodian}/c:name`));
  assert.equal(header.custodian?.id?.extension, value(`${custodian}/c:id[@root and @extension]/@extension`));
  const event =
    '(c:documentationOf/c:serviceEvent[c:performer] | c:documentationOf/c:serviceEvent[not(../../c:documentationOf/c:serviceEvent/c:performer)])[1]';
  coded(`${event}/c:code`, header.event.code);
  moment(
    header.event.start,
    `${event}/c:effectiveTime/${value(`${event}/c:effectiveTime/c:low/@value`) ? 'c:low/@value' : '@value'}`,
  );
  moment(header.event.end, `${event}/c:effectiveTime/c:high/@value`);
  coded('c:componentOf/c:encompassingEncounter/c:location/c:healthCareFacility/c:code', header.facilityType);
  coded(`${event}/c:performer/c:assignedEntity/c:representedOrganization/c:standardIndustryClassCode`, header.practiceSetting);
  assert.equal(header.level === 'N1', document.find('c:component/c:nonXMLBody', v3).length === 1);
}

/** By another road than parseTimestamp: the parts are added up. */
function milliseconds(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const [stamp = '', zone = ''] = String(value).split(/(?=[+-])/);
  const part = (from: number, to: number, lowest: number) => Number(stamp.slice(from, to) || lowest);
  const local = Date.UTC(part(0, 4, 0), part(4, 6, 1) - 1, part(6, 8, 1), part(8, 10, 0), part(10, 12, 0), part(12, 14, 0));
  const offset = Math.trunc(Number(zone) / 100) * 60 + (Number(zone) % 100);
  return local - offset * 60_000;
}

test('CI-SIS corpus: every document is seen to be well-formed without libxml2', { skip: absent }, () => {
  const asked = names.filter((name) => !isPlainlyWellFormed(readFileSync(`${folder}/${name}`)));
  assert.deepEqual(asked, []);
});

test('CI-SIS corpus, damaged: what is seen to be well-formed without libxml2, libxml2 accepts', { skip: absent }, () => {
  const small = names.map((name) => readFileSync(`${folder}/${name}`)).filter((bytes) => bytes.length < 120_000);
  let plain = 0;
  for (const [i, bytes] of small.entries()) {
    for (let k = 0; k < 40; k++) {
      // Places spread over the document, the same each time.
      const at = (i * 7919 + k * 104_729) % bytes.length;
      const damaged = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(['', '<', '&', '"', '/', '>', ':', '<!--'][k % 8] ?? ''),
        bytes.subarray(at + (k % 3)),
      ]);
      if (!isPlainlyWellFormed(damaged)) continue;
      plain++;
      withDocument(damaged, () => undefined);
    }
  }
  assert.ok(plain > small.length, `${plain} were plain`);
});
