import { childrenOf, textOf } from '#xml';
import { atLeastOne, attributeAt, every, exactlyOne, has, holds, type isNull, isThere, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

const hl7France = '2.16.840.1.113883.2.8.2.1';
const ciSis = '1.2.250.1.213.1.1.1.1';
const xdsSd = '1.3.6.1.4.1.19376.1.2.20';
const whole = /^[1-9]\d{0,8}$/;

/** What stands directly in the ClinicalDocument. */
export const documentRules: readonly Rule[] = [
  {
    id: 'document.class',
    fr: 'classCode, s’il est présent, vaut DOCCLIN, et moodCode EVN.',
    en: 'classCode, when present, is DOCCLIN, and moodCode EVN.',
    broken: ({ document }) =>
      [['classCode', 'DOCCLIN'] as const, ['moodCode', 'EVN'] as const]
        .filter(([name, right]) => (wordOf(document, name) ?? right) !== right)
        .map(([name]) => attributeAt(document, name)),
  },
  {
    id: 'document.realm',
    fr: 'Il y a un realmCode et un seul, de code FR.',
    en: 'There is one realmCode, with code FR.',
    broken: ({ document }) => exactlyOne(document, 'realmCode', has('code', 'FR')),
  },
  {
    id: 'document.type-id',
    fr: 'Il y a un typeId et un seul : root 2.16.840.1.113883.1.3, extension POCD_HD000040.',
    en: 'There is one typeId: root 2.16.840.1.113883.1.3, extension POCD_HD000040.',
    broken: ({ document }) =>
      exactlyOne(document, 'typeId', (id) => has('root', '2.16.840.1.113883.1.3')(id) && has('extension', 'POCD_HD000040')(id)),
  },
  {
    id: 'document.template-hl7-france',
    fr: 'Le templateId de HL7 France, 2.16.840.1.113883.2.8.2.1, est présent une fois.',
    en: 'The templateId of HL7 France, 2.16.840.1.113883.2.8.2.1, is present once.',
    broken: ({ document }) => oneTemplate(every(document, 'templateId'), hl7France, document),
  },
  {
    id: 'document.template-ci-sis',
    fr: 'Le templateId de la structuration minimale du CI-SIS, 1.2.250.1.213.1.1.1.1, est présent une fois.',
    en: 'The templateId of the CI-SIS minimal structure, 1.2.250.1.213.1.1.1.1, is present once.',
    broken: ({ document }) => oneTemplate(every(document, 'templateId'), ciSis, document),
  },
  {
    id: 'document.template-model',
    fr: 'Un templateId de plus dit le modèle du document.',
    en: 'One more templateId says the model of the document.',
    broken: ({ document }) => {
      const model = every(document, 'templateId').some((one) => ![hl7France, ciSis, undefined].includes(wordOf(one, 'root')));
      return model ? [] : [document];
    },
  },
  {
    id: 'document.template-n1',
    fr: 'Un document de niveau 1 (corps non structuré) porte trois templateId : HL7 France, CI-SIS et 1.3.6.1.4.1.19376.1.2.20.',
    en: 'A level 1 document (non-XML body) has three templateIds: HL7 France, CI-SIS and 1.3.6.1.4.1.19376.1.2.20.',
    broken: ({ document, components }) => {
      if (!components.some(holds('nonXMLBody'))) return [];
      const templates = every(document, 'templateId');
      if (!templates.some(has('root', xdsSd))) return [document];
      return templates.length > 3 ? templates.slice(3) : [];
    },
  },
  {
    id: 'document.id',
    fr: 'Le document a un id et un seul, sans nullFlavor.',
    en: 'The document has one id, without nullFlavor.',
    broken: ({ document }) => exactlyOne(document, 'id', isThere),
  },
  {
    id: 'document.code',
    fr: 'Le document a un type (code) et un seul, avec code, codeSystem et displayName.',
    en: 'The document has one type (code), with code, codeSystem and displayName.',
    broken: ({ document }) => exactlyOne(document, 'code', isCoded),
  },
  {
    id: 'document.title',
    fr: 'Le document a un titre et un seul, qui n’est pas vide.',
    en: 'The document has one title, which is not empty.',
    broken: ({ document }) => exactlyOne(document, 'title', (title) => isThere(title) && textOf(title).trim() !== ''),
  },
  {
    id: 'document.effective-time',
    fr: 'Le document a une date de création (effectiveTime/@value) et une seule.',
    en: 'The document has one creation date (effectiveTime/@value).',
    broken: ({ document }) => exactlyOne(document, 'effectiveTime', has('value')),
  },
  {
    id: 'document.effective-time-zone',
    fr: 'La date de création du document dit l’heure et son fuseau : AAAAMMJJhhmmss+ZZZZ.',
    en: 'The creation date of the document says the time and its zone: YYYYMMDDhhmmss+ZZZZ.',
    broken: ({ document }) =>
      every(document, 'effectiveTime')
        .filter(has('value'))
        .filter((time) => !/^\d{12,14}(\.\d+)?[+-]\d{2,4}$/.test(wordOf(time, 'value') ?? ''))
        .map((time) => attributeAt(time, 'value')),
  },
  {
    id: 'document.confidentiality',
    fr: 'Le document a un niveau de confidentialité (confidentialityCode) et un seul, avec code, codeSystem et displayName.',
    en: 'The document has one confidentialityCode, with code, codeSystem and displayName.',
    broken: ({ document }) => exactlyOne(document, 'confidentialityCode', isCoded),
  },
  {
    id: 'document.language',
    fr: 'Le document a une langue (languageCode/@code) et une seule, écrite comme fr-FR.',
    en: 'The document has one language (languageCode/@code), written like fr-FR.',
    broken: ({ document }) =>
      exactlyOne(document, 'languageCode', (one) => /^[a-z]{2}-[A-Z]{2}$/.test(wordOf(one, 'code') ?? '')),
  },
  {
    id: 'document.set-id',
    fr: 'Le document a un setId et un seul, commun à toutes ses versions.',
    en: 'The document has one setId, the same for all its versions.',
    broken: ({ document }) => exactlyOne(document, 'setId', isThere),
  },
  {
    id: 'document.version',
    fr: 'Le document a un numéro de version (versionNumber/@value) et un seul, entier et positif.',
    en: 'The document has one versionNumber/@value, a positive whole number.',
    broken: ({ document }) => exactlyOne(document, 'versionNumber', (one) => whole.test(wordOf(one, 'value') ?? '')),
  },
  {
    id: 'document.record-target',
    fr: 'Le document concerne un patient et un seul (recordTarget/patientRole/patient).',
    en: 'The document is about one patient (recordTarget/patientRole/patient).',
    broken: ({ document }) => {
      const targets = exactlyOne(document, 'recordTarget', isThere);
      if (targets.length > 0) return targets;
      return every(document, 'recordTarget').flatMap((target) => {
        const roles = exactlyOne(target, 'patientRole', holds('patient'));
        return roles.length > 0 ? roles : every(target, 'patientRole').flatMap((role) => exactlyOne(role, 'patient', isThere));
      });
    },
  },
  {
    id: 'document.author',
    fr: 'Le document a au moins un auteur (author/assignedAuthor).',
    en: 'The document has at least one author (author/assignedAuthor).',
    broken: ({ document }) => atLeastOne(document, 'author', (author) => isThere(author) && holds('assignedAuthor')(author)),
  },
  {
    id: 'document.body',
    fr: 'Le document a un corps et un seul : component avec nonXMLBody ou structuredBody.',
    en: 'The document has one body: component with nonXMLBody or structuredBody.',
    broken: ({ document, components }) => {
      if (components.length !== 1) return components.length === 0 ? [document] : components.slice(1);
      return components.filter((component) => childrenOf(component, 'nonXMLBody', 'structuredBody').length !== 1);
    },
  },
];

function isCoded(element: Parameters<typeof isNull>[0]): boolean {
  return isThere(element) && ['code', 'codeSystem', 'displayName'].every((name) => wordOf(element, name) !== undefined);
}

function oneTemplate(templates: ReturnType<typeof every>, root: string, document: Parameters<typeof isNull>[0]) {
  const found = templates.filter(has('root', root));
  return found.length === 0 ? [document] : found.slice(1);
}
