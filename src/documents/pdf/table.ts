import { bottom, margin, type Sheet, width } from './sheet.ts';

const pad = 4;
const lineColour = '#999';

/**
 * Draws a table. Columns share the width by what they hold. One of more than five columns, or with a row higher than a page, is told row by
 * row instead: each cell under the name of its column.
 */
export function table(sheet: Sheet, head: readonly string[] | undefined, rows: readonly (readonly string[])[]): void {
  const lines = rows.map((cells) => cells.map(sheet.printable));
  const names = head?.map(sheet.printable);
  const columns = Math.max(names?.length ?? 0, ...lines.map((cells) => cells.length), 1);
  const widths = shares(sheet, names === undefined ? lines : [names, ...lines], columns);
  const tallest = Math.max(0, ...lines.map((cells) => heightOf(sheet, cells, widths, false)));
  if (columns > 5 || tallest > bottom - margin) told(sheet, names, lines);
  else
    sheet.group('Table', () => {
      if (names !== undefined) row(sheet, names, widths, true);
      for (const cells of lines) row(sheet, cells, widths, false);
    });
  sheet.doc.y += 8;
}

/** Widths by the length of what columns hold, none narrower than its longest word or a tenth of the page. */
function shares({ doc, bold }: Sheet, lines: readonly (readonly string[])[], columns: number): readonly number[] {
  doc.font(bold).fontSize(9);
  const wants = Array.from({ length: columns }, (_, column) => {
    const cells = lines.map((cells) => cells[column] ?? '');
    const words = cells.flatMap((cell) => cell.split(/\s+/)).sort((a, b) => b.length - a.length);
    const longest = doc.widthOfString((words[0] ?? '').slice(0, 24)) + 2 * pad;
    const whole = Math.sqrt(cells.reduce((sum, cell) => Math.max(sum, cell.length), 1));
    return { least: Math.max(longest, width / 10), whole };
  });
  const least = wants.reduce((sum, each) => sum + each.least, 0);
  if (least >= width) return wants.map((each) => (each.least / least) * width);
  const whole = wants.reduce((sum, each) => sum + each.whole, 0);
  return wants.map((each) => each.least + ((width - least) * each.whole) / whole);
}

function heightOf({ doc, regular, bold }: Sheet, cells: readonly string[], widths: readonly number[], isHead: boolean): number {
  doc.font(isHead ? bold : regular).fontSize(9);
  const heights = cells.map((text, column) => doc.heightOfString(text || ' ', { width: (widths[column] ?? width) - 2 * pad }));
  return Math.max(10, ...heights) + 6;
}

function row(sheet: Sheet, cells: readonly string[], widths: readonly number[], isHead: boolean): void {
  const { doc } = sheet;
  const height = heightOf(sheet, cells, widths, isHead);
  if (doc.y + height > bottom) doc.addPage();
  const y = doc.y;
  sheet.group('TR', () => {
    let x = margin;
    for (const [column, text] of cells.entries()) {
      const at = x;
      const wide = widths[column] ?? width;
      sheet.words(isHead ? 'TH' : 'TD', () => {
        doc
          .font(isHead ? sheet.bold : sheet.regular)
          .fontSize(9)
          .fillColor('#111');
        doc.text(text, at + pad, y + 3, { width: wide - 2 * pad });
      });
      x += wide;
    }
  });
  sheet.ornament(() => {
    doc.rect(margin, y, width, height).lineWidth(0.3).strokeColor(lineColour).stroke();
  });
  doc.y = y + height;
}

function told(sheet: Sheet, names: readonly string[] | undefined, lines: readonly (readonly string[])[]): void {
  const { doc } = sheet;
  for (const cells of lines) {
    if (doc.y + 60 > bottom) doc.addPage();
    for (const [column, text] of cells.entries()) {
      if (text === '') continue;
      sheet.words('P', () => {
        const name = names?.[column];
        doc
          .font(column === 0 ? sheet.bold : sheet.regular)
          .fontSize(column === 0 ? 10.5 : 9.5)
          .fillColor('#111');
        const words =
          column === 0 || name === undefined ? text : `${name} : ${text.replaceAll(':\n', ': ').replaceAll('\n', ' ; ')}`;
        doc.text(words, margin + (column === 0 ? 0 : 12), doc.y, { width: width - (column === 0 ? 0 : 12) });
      });
    }
    doc.y += 4;
    sheet.ornament(() => {
      doc
        .moveTo(margin, doc.y)
        .lineTo(margin + width, doc.y)
        .lineWidth(0.3)
        .strokeColor(lineColour)
        .stroke();
    });
    doc.y += 6;
  }
}
