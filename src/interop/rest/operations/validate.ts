import { fhirRefusal, type Json, withArticle } from '#fhir';
import { resourceOf as readResource } from '../body.ts';
import { issueOf, issuesOutcome } from '../outcome.ts';
import { outcomeOf } from '../verdict.ts';
import type { Inputs } from './inputs.ts';
import { type AskedOperation, type Operation, r4 } from './operation.ts';
import { depositIssues } from './validateDeposit.ts';

const modes = ['create', 'update', 'delete', 'profile'];

/**
 * Source: FHIR R4 §3.1.0.10, Resource $validate. Answers 200 whether the resource is valid or not. It looks at the resource and not at
 * what a write would meet (rights, versions): the write itself says that. Of a deposit (ITI-65 Bundle, ITI-105) the documents are checked
 * too, against what is said of them.
 */
export const validate: Operation = {
  name: 'validate',
  definition: `${r4}/Resource-validate`,
  levels: ['type', 'instance'],
  in: [
    { name: 'resource', type: 'resource' },
    { name: 'mode', type: 'code' },
    { name: 'profile', type: 'uri', many: true },
  ],
  bodyIs: 'resource',
  bigBody: true,
  async answer(asked) {
    const { desk, inputs } = asked;
    const mode = modeOf(inputs, asked.id);
    const resource = await resourceOf(asked, mode);
    const profiles = inputs.texts('profile');
    const unknown = profiles.find((profile) => desk.shelf.find('StructureDefinition', profile) === undefined);
    if (unknown !== undefined) throw unknownProfile(unknown);
    const issues = resource === undefined ? [] : desk.validator.validate(resource, { profiles, ...textSent(asked) });
    const ofDocuments = resource === undefined ? undefined : await depositIssues(desk, resource);
    return {
      status: 200,
      body: ofDocuments === undefined ? issuesOutcome(issues) : outcomeOf([...issues.map(issueOf), ...ofDocuments]),
    };
  },
};

/** The text of a resource that was sent as it is: properties given twice are seen in it alone. */
function textSent({ ask, desk, type = '' }: AskedOperation): { readonly text?: string } {
  if (ask.body === undefined || ask.verb !== 'POST') return {};
  const { json, text } = readResource(desk.model, ask.body);
  return json.resourceType === type ? { text } : {};
}

function modeOf(inputs: Inputs, id: string | undefined): string | undefined {
  const mode = inputs.text('mode');
  if (mode === undefined) return undefined;
  if (!modes.includes(mode)) throw badMode(`mode : ${modes.join(', ')}`, `mode: ${modes.join(', ')}`);
  if (id === undefined && (mode === 'update' || mode === 'delete'))
    throw badMode(
      `mode=${mode} concerne une ressource existante : /Type/id/$validate`,
      `mode=${mode} is about an existing resource: /Type/id/$validate`,
    );
  if (mode === 'profile' && !inputs.has('profile'))
    throw badMode('mode=profile demande un profil', 'mode=profile needs a profile');
  return mode;
}

/** What was sent; else, on an instance, what is kept. Nothing for a deletion, which has no content. */
async function resourceOf(
  { desk, ask, inputs, type = '', id }: AskedOperation,
  mode: string | undefined,
): Promise<Json | undefined> {
  const sent = inputs.object('resource');
  if (sent !== undefined && sent.resourceType !== type) {
    throw fhirRefusal(
      'wrong-type',
      `Une ressource ${type} est attendue ici.`,
      `${withArticle(type)} is expected here.`,
      'resourceType',
    );
  }
  if (sent !== undefined) return sent;
  if (id === undefined) throw badMode('la ressource à vérifier manque', 'the resource to check is missing');
  const stored = await desk.fhir.read(ask.call, type, id);
  return mode === 'delete' ? undefined : (JSON.parse(stored.body) as Json);
}

function unknownProfile(canonical: string) {
  return fhirRefusal(
    'unknown-profile',
    `Le profil ${canonical.slice(0, 200)} n’est pas chargé ; « socle terminology load » le charge depuis son paquet FHIR.`,
    `The profile ${canonical.slice(0, 200)} is not loaded; “socle terminology load” loads it from its FHIR package.`,
    'profile',
  );
}

function badMode(fr: string, en: string) {
  return fhirRefusal('bad-parameter', `$validate : ${fr}.`, `$validate: ${en}.`, 'mode');
}
