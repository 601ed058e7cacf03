import { type ReactNode, useId } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';

interface SwitchLine {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (selected: boolean) => void;
}

/** A setting that acts at once. Its name does not change with its state; the hint says what the state does. */
export function Switch({ label, hint, ...props }: SwitchLine) {
  const hintId = useId();
  return (
    <div className="switch-line">
      <AriaSwitch {...props} className="switch" {...(hint ? { 'aria-describedby': hintId } : {})}>
        <span className="switch-track" aria-hidden="true">
          <span className="switch-thumb" />
        </span>
        <span>{label}</span>
      </AriaSwitch>
      {hint && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
