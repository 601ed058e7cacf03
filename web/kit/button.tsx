import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';

type Look = 'main' | 'plain' | 'danger' | 'quiet';

/** A button of at least 44 px. One `main` look on a screen at most. */
export function Button({ look = 'plain', ...props }: Omit<ButtonProps, 'className'> & { look?: Look }) {
  return <AriaButton {...props} className={`button button-${look}`} />;
}
