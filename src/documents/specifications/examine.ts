import { Refusal } from '#kernel';
import { needsTerminologies } from './entries.ts';
import type { Library } from './library.ts';
import type { Examination, FileFault } from './orders.ts';
import type { Rules } from './rules.ts';
import { compileSchema } from './schema.ts';

/** Compiles everything that a library holds, and tells file by file what cannot be; nothing of it stops the rest. */
export function examine(library: Library, rules: Rules): Examination {
  const faults: FileFault[] = [];
  const lists = new Set<string>();
  let compiled = 0;
  const attempt = (path: string, make: () => void): void => {
    try {
      make();
      compiled++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, sentence, at } = error;
      faults.push({ path: inPackage(at ?? path), code, fr: inPackage(sentence.fr), en: inPackage(sentence.en) });
    }
  };
  for (const path of library.schemas.slice(0, 1)) attempt(path, () => compileSchema(library, path));
  for (const entry of rules.entries)
    attempt(entry.path, () => {
      for (const missing of rules.compiled(entry).missing) {
        const list = /jeuxDeValeurs\/([^/*]+)$/i.exec(missing)?.[1];
        if (list !== undefined) lists.add(list.replace(/\.xml$/i, ''));
        else if (!missing.includes('*')) faults.push(missingFile(entry.path, missing));
      }
    });
  faults.push(...library.schematrons.filter(needsTerminologies).map(notUsed), ...withoutLists([...lists].sort()));
  return { compiled, faults };
}

function missingFile(path: string, missing: string): FileFault {
  return {
    path: inPackage(path),
    code: 'specifications.missing-file',
    fr: `${missing} manque : les règles qui le lisent seront signalées comme non évaluées.`,
    en: `${missing} is missing: the rules that read it will be told as not evaluated.`,
  };
}

function notUsed(path: string): FileFault {
  return {
    path: inPackage(path),
    code: 'specifications.not-used',
    fr: 'Ce schematron cherche les codes dans des terminologies RDF, que Socle ne garde pas : il n’est pas appliqué ; les listes de codes le sont.',
    en: 'This schematron looks codes up in RDF terminologies, which Socle does not keep: it is not applied; the code lists are.',
  };
}

const namedAtMost = 10;

/** Together: without the package of lists there are hundreds. */
function withoutLists(missing: readonly string[]): readonly FileFault[] {
  if (missing.length === 0) return [];
  const [names, more] = [missing.slice(0, namedAtMost).join(', '), missing.length > namedAtMost ? '…' : ''];
  return [
    {
      path: 'jeuxDeValeurs',
      code: 'specifications.missing-list',
      fr: `${missing.length} listes de codes nommées par des schematrons ne sont pas chargées ; les règles qui les lisent seront signalées comme non évaluées : ${names}${more}`,
      en: `${missing.length} code lists that schematrons name are not loaded; the rules that read them will be told as not evaluated: ${names}${more}`,
    },
  ];
}

/** The library puts the number of the package before each path. */
const inPackage = (text: string): string => text.replace(/(^|[\s"(])\d+\/(?=\S+\.(?:sch|xsd|xml))/gi, '$1');
