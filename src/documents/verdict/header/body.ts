import { childrenOf } from '#xml';
import type { Header } from './header.ts';
import { attributeAt, every, exactlyOne, has, type Place } from './places.ts';
import type { Rule } from './rule.ts';

/** What the header says of the body: that of an N1 is one PDF. */
export const bodyRules: readonly Rule[] = [
  {
    id: 'body.text',
    fr: 'Un corps non structuré (nonXMLBody) a un text et un seul, qui n’est pas vide.',
    en: 'A non-XML body (nonXMLBody) has one text, which is not empty.',
    broken: (header) => bodies(header).flatMap((body) => exactlyOne(body, 'text', (text) => text.children.length > 0)),
  },
  {
    id: 'body.media-type',
    fr: 'Le corps non structuré est un PDF en base64 : mediaType application/pdf, representation B64.',
    en: 'The non-XML body is a PDF in base64: mediaType application/pdf, representation B64.',
    broken: (header) =>
      bodies(header)
        .flatMap((body) => childrenOf(body, 'text'))
        .flatMap((text): readonly Place[] => {
          if (!has('mediaType', 'application/pdf')(text)) return [attributeAt(text, 'mediaType')];
          return has('representation', 'B64')(text) ? [] : [attributeAt(text, 'representation')];
        }),
  },
];

const bodies = ({ components }: Header) => components.flatMap((component) => every(component, 'nonXMLBody'));
