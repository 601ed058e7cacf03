import type { PdfContent } from './index.ts';

/** A paper with what is hard to print: signs of XML, characters without a glyph, a row higher than a page, six columns. */
export const paper: PdfContent = {
  title: 'Lettre <b> & "été" – Œuvre',
  header: { left: ['Clinique de l’Île', 'Dr Irène Œillade'], right: ['DE LA BRUMAILLE Ambre', 'INS : 258043523800195'] },
  blocks: [
    { kind: 'heading', text: 'Conclusion' },
    { kind: 'paragraph', text: 'Ça coûte 3 € : élève, œuf, Noël, où ≤ 4 ↑ µg 漢 😀' },
    { kind: 'list', items: ['premier', 'second'], ordered: true },
    {
      kind: 'table',
      head: ['Analyse', 'Valeur'],
      rows: Array.from({ length: 60 }, (_, n) => [`Ligne ${n}`, `Ceci est long. `.repeat(n)]),
    },
    { kind: 'table', head: ['A', 'B', 'C', 'D', 'E', 'F'], rows: [['un', 'deux', 'trois', 'quatre', '', 'six\nsept']] },
    { kind: 'table', rows: [['Un mot', 'sans fin '.repeat(1500)]] },
  ],
  footer: 'Document d’essai',
  createdAt: new Date('2026-01-02T03:04:05Z'),
  archival: true,
};
