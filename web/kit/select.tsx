interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** For choices of more than a few words. */
  readonly isWide?: boolean;
  /** What the empty choice says; it is always the first. */
  readonly none: string;
  readonly onChange: (value: string) => void;
}

/** A labelled native list: the phone and the screen reader show it in their own way. */
export function Select({ id, label, value, options, none, isWide = false, onChange }: SelectProps) {
  return (
    <div className={isWide ? 'field' : 'field field-short'}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
