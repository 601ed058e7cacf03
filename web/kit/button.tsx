import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';

type Look = 'main' | 'plain' | 'danger' | 'quiet';

interface Props extends Omit<ButtonProps, 'className'> {
  readonly look?: Look;
  /** What it began is under way: it looks switched off and keeps the focus; the form that it sends must not send twice. */
  readonly isBusy?: boolean;
}

/** A button of at least 44 px. One `main` look on a screen at most. */
export function Button({ look = 'plain', isBusy = false, ...props }: Props) {
  return <AriaButton {...props} {...(isBusy ? { 'aria-disabled': true } : {})} className={`button button-${look}`} />;
}
