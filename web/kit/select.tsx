interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly error?: string | undefined;
  readonly value: string;
  /** `lang`: of words that are not ours. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly lang?: 'fr' }[];
  /** For choices of more than a few words. */
  readonly isWide?: boolean;
  /** What the empty choice says; it is always the first. */
  readonly none: string;
  readonly onChange: (value: string) => void;
}

/** A labelled native list: the phone and the screen reader show it in their own way. */
export function Select({ id, label, error, value, options, none, isWide = false, onChange }: SelectProps) {
  return (
    <div className={isWide ? 'field' : 'field field-short'}>
      <label htmlFor={id}>{label}</label>
      {error && (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <select
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
