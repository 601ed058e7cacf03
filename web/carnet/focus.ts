/** As a `ref`: what comes in answer to an act takes the focus, which the button of the act loses by going away. */
export const takesFocus = (element: HTMLElement | null): void => element?.focus();

/** The act changed the whole screen: one begins at its title again. */
export const focusTitle = (): void => document.querySelector<HTMLElement>('h1')?.focus();
