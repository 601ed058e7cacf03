import type { TFunction } from 'i18next';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../kit/button.tsx';
import { today } from '../kit/dates.ts';
import { ErrorSummary, type FieldFault, faultOf } from '../kit/errorSummary.tsx';
import { Choice, Field } from '../kit/field.tsx';
import type { SearchBody } from './shapes.ts';

interface SearchDraft {
  readonly by: 'matricule' | 'traits';
  readonly matricule: string;
  readonly birthFamily: string;
  readonly firstBirthGiven: string;
  readonly birthDate: string;
  readonly sex: '' | 'M' | 'F';
}

const emptyDraft: SearchDraft = {
  by: 'matricule',
  matricule: '',
  birthFamily: '',
  firstBirthGiven: '',
  birthDate: '',
  sex: '',
};

/** What to correct before asking the server; whether the key of a matricule is right is the server's to say. */
function faultsOf(draft: SearchDraft, t: TFunction<'pro'>): FieldFault[] {
  if (draft.by === 'matricule') {
    const typed = draft.matricule.replaceAll(/\s/g, '');
    if (typed === '') return [{ field: 'matricule', sentence: t('search.matriculeEmpty') }];
    if (!/^[0-9]{0,5}([0-9]|2[ab])?[0-9]*$/i.test(typed)) return [{ field: 'matricule', sentence: t('search.matriculeShape') }];
    if (typed.length !== 15) return [{ field: 'matricule', sentence: t('search.matriculeLength', { count: typed.length }) }];
    return [];
  }
  const faults: FieldFault[] = [];
  const family = draft.birthFamily.trim();
  if (family === '') faults.push({ field: 'birthFamily', sentence: t('search.familyEmpty') });
  else if (family.length < 2) faults.push({ field: 'birthFamily', sentence: t('search.familyShort') });
  if (draft.birthDate > today()) faults.push({ field: 'birthDate', sentence: t('search.dateFuture') });
  return faults;
}

function bodyOf(draft: SearchDraft): SearchBody {
  if (draft.by === 'matricule') return { matricule: draft.matricule.replaceAll(/\s/g, '').toUpperCase() };
  return {
    birthFamily: draft.birthFamily.trim(),
    ...(draft.firstBirthGiven.trim() ? { firstBirthGiven: draft.firstBirthGiven.trim() } : {}),
    ...(draft.birthDate ? { birthDate: draft.birthDate } : {}),
    ...(draft.sex ? { sex: draft.sex } : {}),
  };
}

interface FormProps {
  readonly isBusy: boolean;
  readonly onSearch: (body: SearchBody) => void;
}

/** The right person: by matricule or by traits, one at a time. */
export function SearchForm({ isBusy, onSearch }: FormProps) {
  const { t } = useTranslation('pro');
  const [draft, setDraft] = useState(emptyDraft);
  const [faults, setFaults] = useState<FieldFault[]>([]);
  const change = (part: Partial<SearchDraft>) => setDraft({ ...draft, ...part });

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const found = faultsOf(draft, t);
    setFaults(found);
    if (found.length === 0) onSearch(bodyOf(draft));
  };

  return (
    <search>
      <form className="card" noValidate onSubmit={submit}>
        <ErrorSummary faults={faults} />
        <fieldset>
          <legend>{t('search.how')}</legend>
          {(['matricule', 'traits'] as const).map((by) => (
            <Choice
              key={by}
              type="radio"
              name="by"
              label={t(by === 'matricule' ? 'search.byMatricule' : 'search.byTraits')}
              checked={draft.by === by}
              onChange={() => {
                setFaults([]);
                change({ by });
              }}
            />
          ))}
        </fieldset>
        {draft.by === 'matricule' ? (
          <Field
            id="matricule"
            label={t('search.matricule')}
            hint={t('search.matriculeHint')}
            error={faultOf(faults, 'matricule')}
            value={draft.matricule}
            isRequired
            onChange={(matricule) => change({ matricule })}
          />
        ) : (
          <TraitFields draft={draft} faults={faults} change={change} />
        )}
        <Button type="submit" look="main" isBusy={isBusy}>
          {t('search.submit')}
        </Button>
      </form>
    </search>
  );
}

interface TraitProps {
  readonly draft: SearchDraft;
  readonly faults: readonly FieldFault[];
  readonly change: (part: Partial<SearchDraft>) => void;
}

function TraitFields({ draft, faults, change }: TraitProps) {
  const { t } = useTranslation('pro');
  return (
    <>
      <Field
        id="birthFamily"
        label={t('search.birthFamily')}
        error={faultOf(faults, 'birthFamily')}
        value={draft.birthFamily}
        isRequired
        onChange={(birthFamily) => change({ birthFamily })}
      />
      <Field
        id="firstBirthGiven"
        label={t('search.firstBirthGiven')}
        value={draft.firstBirthGiven}
        onChange={(firstBirthGiven) => change({ firstBirthGiven })}
      />
      <Field
        id="birthDate"
        label={t('search.birthDate')}
        type="date"
        isShort
        max={today()}
        error={faultOf(faults, 'birthDate')}
        value={draft.birthDate}
        onChange={(birthDate) => change({ birthDate })}
      />
      <div className="field field-short">
        <label htmlFor="sex">{t('search.sex')}</label>
        <select id="sex" value={draft.sex} onChange={(event) => change({ sex: event.target.value as SearchDraft['sex'] })}>
          <option value="">{t('search.anySex')}</option>
          <option value="F">{t('sex.F')}</option>
          <option value="M">{t('sex.M')}</option>
        </select>
      </div>
    </>
  );
}
