import { Refusal } from '#kernel';
import type { XmlElement } from '#xml';
import type { RuleFinding, Specifications } from '../specifications/index.ts';
import { checkMetadata } from './compared.ts';
import type { Sent } from './differences.ts';
import { checkForm } from './form.ts';
import { checkHeader, findingAt, headerOf, nearest } from './header/index.ts';
import { checkLists } from './lists.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { type Finding, notRun, ranStage, type Stage, type StageVerdict, stages, type Verdict } from './verdict.ts';

/** What a document is checked with. */
export interface CheckOptions {
  /** What was said of the document beside its bytes; compared with its header. */
  readonly sent?: Sent;
  /** The XSD and schematrons at hand; without them these two stages do not run. */
  readonly specifications?: Pick<Specifications, 'schema' | 'rules'> | undefined;
}

/**
 * Checks one document, each stage with its own verdict and every finding with its rule and place:
 *
 *   form      well-formed, safe to read, a ClinicalDocument        form.ts
 *   header    the rules of the CI-SIS                              header/
 *   metadata  derived from the header, compared with what was sent compared.ts
 *   lists     each coded element of the header in its list         lists.ts
 *   schema    XSD, from loaded specifications
 *   rules     schematron, from loaded specifications
 *
 * In: the bytes as they would be deposited, 20 MiB at most. Out: a verdict, whatever the bytes are; a document whose form fails has no
 * further stage. The built-in stages cost a few milliseconds of CPU; the other two run in workers and may take longer.
 *
 * Refuses nothing: a limit that a worker reached is a stage that did not run. Keeps nothing, reads no record; does not say whether the
 * person is known here.
 */
export async function checkDocument(bytes: Uint8Array, { sent, specifications }: CheckOptions): Promise<Verdict> {
  const { verdict: form, read } = checkForm(bytes);
  if (read === undefined) return concluded([form, ...ended()]);
  const { document, header } = read;
  const parts = headerOf(document);
  const rules = checkHeader(parts);
  const metadata = header instanceof Refusal ? undefined : metadataOf(header);
  const builtIn = [
    form,
    // No rule may be laxer than the deposit: what that refuses is told here at the least.
    header instanceof Refusal && rules.outcome !== 'failed'
      ? ranStage('header', [...rules.findings, refusedHeader(document, header)])
      : rules,
    metadata === undefined ? unreadable() : checkMetadata(document, metadata, bytes, sent),
    checkLists(parts),
  ];
  const specified = await bySpecifications(bytes, specifications);
  return concluded([...builtIn, ...specified], metadata);
}

async function bySpecifications(bytes: Uint8Array, specifications: CheckOptions['specifications']): Promise<StageVerdict[]> {
  return Promise.all([
    stageOf('schema', async () => specifications?.schema(bytes)),
    stageOf('rules', async () => (await specifications?.rules(bytes))?.findings),
  ]);
}

async function stageOf(stage: 'schema' | 'rules', run: () => Promise<readonly RuleFinding[] | undefined>): Promise<StageVerdict> {
  try {
    const found = await run();
    if (found === undefined) return nothingLoaded(stage);
    return ranStage(
      stage,
      found.map(({ message, fr = message, ...finding }) => ({ stage, ...finding, fr, en: message })),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...notRun(stage, error.sentence.fr, error.sentence.en), refusal: error };
  }
}

/** What the reader of headers refuses, at the place that it names or the nearest one. */
function refusedHeader(document: XmlElement, { code, sentence, at = '' }: Refusal): Finding {
  const [path = ''] = at.replace(/\[@[^\]]*\]/g, '').split(' | ');
  const names = path.split('/').filter((name) => /^\w+$/.test(name));
  return findingAt(nearest(document, names), { stage: 'header', rule: code, severity: 'error', ...sentence });
}

function concluded(all: readonly StageVerdict[], metadata?: Metadata): Verdict {
  const outcome = all.some((stage) => stage.outcome === 'failed') ? 'failed' : 'passed';
  return { outcome, stages: all, ...(metadata === undefined ? {} : { metadata }) };
}

function ended(): StageVerdict[] {
  const rest: readonly Stage[] = stages.slice(1);
  return rest.map((stage) =>
    notRun(stage, 'La vérification s’arrête à la forme du document.', 'The check ends with the form of the document.'),
  );
}

const unreadable = (): StageVerdict =>
  notRun('metadata', 'L’en-tête ne permet pas d’établir les métadonnées.', 'The header does not allow to derive the metadata.');

const nothingLoaded = (stage: 'schema' | 'rules'): StageVerdict =>
  stage === 'schema'
    ? notRun(
        stage,
        'Aucun schéma XSD de CDA n’est chargé : « socle specs load » le charge.',
        'No XSD of CDA is loaded: “socle specs load” loads it.',
      )
    : notRun(
        stage,
        'Aucun schematron chargé ne concerne ce document : « socle specs load » les charge.',
        'No loaded schematron concerns this document: “socle specs load” loads them.',
      );
