import { fhirRefusal, text } from '#fhir';
import { missing } from './inputs.ts';
import { lookedAt } from './lookedAt.ts';
import { type AskedOperation, type Operation, r4 } from './operation.ts';
import { out, parameters } from './parameters.ts';

/** Source: FHIR R4 §4.8.20, CodeSystem $subsumes. */
export const subsumes: Operation = {
  name: 'subsumes',
  definition: `${r4}/CodeSystem-subsumes`,
  levels: ['type', 'instance'],
  types: ['CodeSystem'],
  in: [
    { name: 'codeA', type: 'code' },
    { name: 'codeB', type: 'code' },
    { name: 'system', type: 'uri' },
    { name: 'version', type: 'string', unsupported: true },
    { name: 'codingA', type: 'Coding' },
    { name: 'codingB', type: 'Coding' },
  ],
  async answer(asked) {
    const looked = await lookedAt(asked, '', '');
    const [a, b] = [codeOf(asked, 'A'), codeOf(asked, 'B')];
    const system = looked?.url ?? a.system ?? b.system ?? asked.inputs.need('system');
    if ((a.system ?? system) !== system || (b.system ?? system) !== system) {
      throw fhirRefusal(
        'several-systems',
        'Les deux codes doivent être du même système de codes.',
        'Both codes must be of the same code system.',
        'codingB',
      );
    }
    const outcome = (looked?.terminology ?? asked.desk.terminology).subsumes(system, a.code, b.code);
    if (outcome === undefined) {
      throw fhirRefusal(
        'unknown-code',
        'Un des deux codes n’est pas connu ici, ou le système de codes n’est pas chargé en entier avec sa hiérarchie.',
        'One of the two codes is not known here, or the code system is not loaded whole with its hierarchy.',
        'codeA',
      );
    }
    return { status: 200, body: parameters(out('outcome', 'Code', outcome)) };
  },
};

function codeOf({ inputs }: AskedOperation, letter: 'A' | 'B'): { code: string; system?: string } {
  const coding = inputs.object(`coding${letter}`);
  const system = text(coding?.system) ?? inputs.text('system');
  const code = text(coding?.code) ?? inputs.text(`code${letter}`);
  if (code === undefined) throw missing(`code${letter}`);
  return { code, ...(system === undefined ? {} : { system }) };
}
