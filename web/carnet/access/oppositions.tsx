import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../kit/api.ts';
import { Failed } from '../../kit/loaded.tsx';
import { Status } from '../../kit/status.tsx';
import { Switch } from '../../kit/switch.tsx';
import { accessQuery } from '../queries.ts';
import type { Opposition } from '../shapes.ts';

const kinds = ['consultation', 'deposit', 'emergency'] as const;

/** The three oppositions. Each can be undone at once, so none asks twice; what each one means is written under it. */
export function Oppositions({ opposition }: { opposition: Opposition }) {
  const { t } = useTranslation('carnet');
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (wish: Partial<Opposition>) => api<Opposition>('PUT', '/api/carnet/opposition', wish),
    onSuccess: async (answer) => {
      client.setQueryData(accessQuery.queryKey, (old) => old && { ...old, opposition: answer });
      await client.invalidateQueries({ queryKey: ['log'] });
    },
  });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The browser looked for this anchor before the answer was there.
    if (window.location.hash === '#oppositions') heading.current?.focus();
  }, []);
  const wished = change.isPending ? { ...opposition, ...change.variables } : opposition;
  const isNowOn = change.variables !== undefined && Object.values(change.variables)[0] === true;
  return (
    <section className="card" aria-labelledby="oppositions">
      <h2 id="oppositions" ref={heading} tabIndex={-1}>
        {t('opposition.title')}
      </h2>
      <p>{t('opposition.lead')}</p>
      {kinds.map((kind) => (
        <Switch
          key={kind}
          label={t(`opposition.${kind}`)}
          hint={t(`opposition.${kind}Hint`)}
          isSelected={wished[kind]}
          isDisabled={change.isPending}
          onChange={(selected) => change.mutate({ [kind]: selected })}
        />
      ))}
      <Status tone="done">{change.isSuccess && <p>{t(isNowOn ? 'opposition.on' : 'opposition.off')}</p>}</Status>
      {change.isError && <Failed error={change.error} />}
    </section>
  );
}
