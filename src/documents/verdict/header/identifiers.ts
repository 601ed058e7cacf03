import { isOid } from '#kernel';
import type { XmlElement } from '#xml';
import type { Header } from './header.ts';
import { professionals } from './people.ts';
import { attributeAt, has, isThere, type Place, wordOf } from './places.ts';
import type { Rule } from './rule.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const structures = '1.2.250.1.71.4.2.2';

/** Every identifier of the header, wherever it stands. */
export const identifierRules: readonly Rule[] = [
  {
    id: 'ids.root',
    fr: 'Un identifiant a un root, qui est un OID ou un UUID bien écrit.',
    en: 'An identifier has a root, which is a well-formed OID or UUID.',
    broken: (header) =>
      identifiers(header)
        .filter((id) => !isRoot(wordOf(id, 'root') ?? ''))
        .map(at('root')),
  },
  {
    id: 'ids.extension-empty',
    fr: 'L’extension d’un identifiant n’est pas vide : sans extension, l’attribut est omis.',
    en: 'The extension of an identifier is not empty: without one, the attribute is left out.',
    broken: (header) =>
      identifiers(header)
        .map(at('extension'))
        .filter((place) => place.kind === 'attribute' && place.value.trim() === ''),
  },
  {
    id: 'ids.professional',
    fr: 'Un identifiant de professionnel (1.2.250.1.71.4.2.1) a une extension.',
    en: 'The identifier of a professional (1.2.250.1.71.4.2.1) has an extension.',
    broken: (header) => of(header, professionals).filter((id) => !has('extension')(id)),
  },
  {
    id: 'ids.rpps',
    severity: 'warning',
    fr: 'Un RPPS s’écrit 8 puis 11 chiffres, un numéro ADELI 0 puis 9 caractères.',
    en: 'An RPPS number is written 8 then 11 digits, an ADELI number 0 then 9 characters.',
    broken: (header) =>
      of(header, professionals)
        .filter((id) => /^[08]/.test(wordOf(id, 'extension') ?? ''))
        .filter((id) => !/^(8\d{11}|0[\dAB]{9})$/.test(wordOf(id, 'extension') ?? ''))
        .map(at('extension')),
  },
  {
    id: 'ids.structure',
    fr: 'Un identifiant de structure (1.2.250.1.71.4.2.2) a une extension.',
    en: 'The identifier of a structure (1.2.250.1.71.4.2.2) has an extension.',
    broken: (header) => of(header, structures).filter((id) => !has('extension')(id)),
  },
  {
    id: 'ids.finess',
    severity: 'warning',
    fr: 'Un FINESS s’écrit 1 puis 9 caractères.',
    en: 'A FINESS number is written 1 then 9 characters.',
    broken: (header) =>
      of(header, structures)
        .filter((id) => /^1/.test(wordOf(id, 'extension') ?? '') && !/^1\d[\dAB]\d{7}$/.test(wordOf(id, 'extension') ?? ''))
        .map(at('extension')),
  },
];

const identifiers = ({ named }: Header) => ['id', 'setId', 'templateId'].flatMap((name) => named(name)).filter(isThere);
const of = ({ named }: Header, root: string) => named('id').filter((id) => isThere(id) && has('root', root)(id));
const isRoot = (text: string): boolean => isOid(text) || uuid.test(text);
const at =
  (name: string) =>
  (id: XmlElement): Place =>
    attributeAt(id, name);
