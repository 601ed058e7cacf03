import { ToggleButton, ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';

interface ToggleGroupProps<T extends string> {
  readonly label: string;
  readonly chosen: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

/** One view out of two or three that acts at once; the pressed one has a mark, not only a colour. */
export function ToggleGroup<T extends string>({ label, chosen, options, onChoose }: ToggleGroupProps<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="toggles"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const found = options.find(({ value }) => keys.has(value));
        if (found !== undefined) onChoose(found.value);
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.value} id={option.value} className="toggle">
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
