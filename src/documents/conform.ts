import type { Checked } from './check.ts';
import type { Desk } from './desk.ts';
import { refused } from './received.ts';
import { checkDocument, type Finding, findingsOf, type Verdict } from './verdict/index.ts';

/** So many findings are named in the refusal; the whole verdict is for `$check-document`. */
const named = 3;

/**
 * The step between check and decide for a submission that asks for it: the whole verdict, XSD and schematron included, must not fail. A
 * PDF beside any CDA has nothing to be checked: undefined.
 *
 * Refuses `documents.not-conformant` naming the first errors, `documents.check-unavailable` when a limit kept a stage from running. A
 * stage for which no specification is loaded does not refuse: the verdict tells it.
 */
export async function conform({ specifications }: Desk, document: Checked): Promise<Verdict | undefined> {
  if (document.mediaType === 'application/pdf') return undefined;
  const { claims, person, at } = document;
  const verdict = await checkDocument(document.bytes, { sent: { ...claims, person }, specifications });
  const unavailable = verdict.stages.find(({ refusal }) => refusal !== undefined)?.refusal;
  if (verdict.outcome === 'passed') {
    if (unavailable !== undefined) throw unavailable;
    return verdict;
  }
  const errors = findingsOf(verdict).filter(({ severity }) => severity === 'error');
  const first = errors.slice(0, named);
  const more = errors.length - first.length;
  throw refused(
    'not-conformant',
    `Le document n’est pas conforme : ${first.map((one) => inWords(one, one.fr, 'ligne')).join(' ')}${more > 0 ? ` Et ${more} autres.` : ''}`,
    `The document does not conform: ${first.map((one) => inWords(one, one.en, 'line')).join(' ')}${more > 0 ? ` And ${more} more.` : ''}`,
    `${at} → ${first[0]?.xpath ?? ''}`,
    'CI-SIS',
  );
}

/** The words of an XSD or a schematron may quote the document, which a refusal does not: their rule and line are named alone. */
function inWords({ stage, rule, line }: Finding, sentence: string, word: string): string {
  const place = `[${rule.slice(0, 80)}${line === undefined ? '' : `, ${word} ${line}`}]`;
  return stage === 'schema' || stage === 'rules' ? `${place}.` : `${place} ${sentence}`;
}
