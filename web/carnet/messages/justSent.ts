import { useLocation } from '@tanstack/react-router';

/** Goes along to the conversation that a message opens, which says that it is sent. */
export const justSent = { sent: true } as object;

export const useIsJustSent = (): boolean => useLocation({ select: ({ state }) => 'sent' in state });
