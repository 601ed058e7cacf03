import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { Failed } from '../../kit/loaded.tsx';
import type { Named } from '../shapes.ts';

interface AttendingProps {
  readonly professional: Named;
  readonly isAttending: boolean;
  readonly version: number;
  readonly onDone: (sentence: string) => void;
}

/** Says, or unsays, that a professional is the person’s médecin traitant; undone as easily as done, so it is not asked twice. */
export function AttendingChange({ professional: { id, name }, isAttending, version, onDone }: AttendingProps) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const lookAgain = () => Promise.all(['access', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  const change = useMutation({
    mutationFn: () => api<void>('PUT', '/api/carnet/attending', { professional: isAttending ? null : id, version }),
    onSuccess: async () => {
      await lookAgain();
      onDone(t(isAttending ? 'attending.nowNot' : 'attending.now', { name }));
    },
    onError: lookAgain,
  });
  return (
    <>
      <Button
        isDisabled={change.isPending}
        aria-label={`${t(isAttending ? 'attending.unset' : 'attending.set')}, ${name}`}
        onPress={() => change.mutate()}
      >
        {t(isAttending ? 'attending.unset' : 'attending.set')}
      </Button>
      {change.isError && <Failed error={change.error} />}
    </>
  );
}
