import { attachment } from './attachment.ts';
import { bundleReferences } from './bundle/bundleReferences.ts';
import { bundleDocument } from './bundle/document.ts';
import { bundleFullUrls } from './bundle/fullUrls.ts';
import { bundleLinks } from './bundle/links.ts';
import { bundleMessage } from './bundle/message.ts';
import { bundleRequests } from './bundle/requests.ts';
import { bundleSearchSet } from './bundle/searchSet.ts';
import { coding } from './coding.ts';
import { codeSystem } from './conformance/codeSystem.ts';
import { conceptMap } from './conformance/conceptMap.ts';
import { discriminators } from './conformance/discriminators.ts';
import { implementationGuide } from './conformance/implementationGuide.ts';
import { operationDefinition } from './conformance/operationDefinition.ts';
import { searchParameter } from './conformance/searchParameter.ts';
import { structureDefinition } from './conformance/structureDefinition.ts';
import { valueSet } from './conformance/valueSet.ts';
import { elementIds } from './elementIds.ts';
import { identifier } from './identifier.ts';
import { measure } from './measure/measure.ts';
import { measureReport } from './measure/measureReport.ts';
import { narratives } from './narrative/narrative.ts';
import { parametersReferences } from './parameters.ts';
import { quantity } from './quantity.ts';
import { questionnaireItems } from './questionnaire/items.ts';
import { questionnaireResponse } from './questionnaire/responseItems.ts';
import { reference } from './reference.ts';
import type { Rule } from './rule.ts';
import { texts } from './texts.ts';
import { vitalSignCode } from './vitalSigns.ts';

/** The rules of each resource or datatype, by its name; `*` for every resource. */
export const ruleTable: Readonly<Record<string, readonly Rule[]>> = {
  '*': [texts, elementIds, narratives],
  Bundle: [bundleFullUrls, bundleLinks, bundleReferences, bundleDocument, bundleMessage, bundleSearchSet, bundleRequests],
  Questionnaire: [questionnaireItems],
  QuestionnaireResponse: [questionnaireResponse],
  Parameters: [parametersReferences],
  Observation: [vitalSignCode],
  Measure: [measure],
  MeasureReport: [measureReport],
  StructureDefinition: [structureDefinition, discriminators],
  ValueSet: [valueSet],
  CodeSystem: [codeSystem],
  ConceptMap: [conceptMap],
  SearchParameter: [searchParameter],
  OperationDefinition: [operationDefinition],
  ImplementationGuide: [implementationGuide],
  Attachment: [attachment],
  Coding: [coding],
  Identifier: [identifier],
  Reference: [reference],
  Quantity: [quantity],
  Age: [quantity],
  Count: [quantity],
  Distance: [quantity],
  Duration: [quantity],
};
