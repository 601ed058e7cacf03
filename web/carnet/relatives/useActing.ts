import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../kit/api.ts';

/** Turns to another carnet, or back to one’s own (`own`): nothing that was read of the one is left on the screen of the other. */
export function useActing() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (profile: string) => api<void>('POST', `/api/carnet/profiles/${encodeURIComponent(profile)}/act`, {}),
    onSuccess: async () => {
      await navigate({ to: '/' });
      client.removeQueries({ predicate: ({ queryKey: [key] }) => key !== 'territory' && key !== 'session' });
      await client.invalidateQueries({ queryKey: ['session'] });
    },
  });
}
