import type { ReactNode } from 'react';

interface Column<T> {
  readonly head: string;
  /** Its head is for screen readers alone: a column of buttons. */
  readonly isSilent?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface TableProps<T> {
  readonly caption: string;
  /** Said by the heading above already. */
  readonly hidesCaption?: boolean;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** The first column names the row. */
  readonly columns: readonly [Column<T>, ...Column<T>[]];
  readonly rowClass?: string;
}

/**
 * Things side by side. A plain table of the browser, so that a screen reader goes through it by its own keys; on a telephone each row stands
 * as a block, with the heads beside the values.
 */
export function Table<T>({ caption, hidesCaption = false, rows, keyOf, columns, rowClass }: TableProps<T>) {
  const [first, ...others] = columns;
  return (
    <table className="results stack wide">
      <caption className={hidesCaption ? 'for-readers' : ''}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ head, isSilent }) => (
            <th key={head} scope="col">
              {isSilent ? <span className="for-readers">{head}</span> : head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} {...(rowClass === undefined ? {} : { className: rowClass })}>
            <th scope="row" tabIndex={-1}>
              {first.cell(row)}
            </th>
            {others.map((column) => (
              <td key={column.head} {...(column.isSilent ? {} : { 'data-label': column.head })}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
