import type { ReactNode } from 'react';

interface PressProps {
  readonly look?: 'plain' | 'quiet' | 'main';
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/** A button for what every first screen carries: the browser's own, so that the entry of a space does without the parts of forms. */
export function Press({ look = 'plain', isDisabled = false, onPress, children }: PressProps) {
  return (
    <button type="button" className={`button button-${look}`} disabled={isDisabled} onClick={onPress}>
      {children}
    </button>
  );
}
