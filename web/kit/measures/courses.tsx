import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { Loaded } from '../loaded.tsx';
import { number } from '../results/say.ts';
import { Notice } from '../status.tsx';
import { CourseCard, type MeasuresProps } from './courseCard.tsx';
import { moment } from './say.ts';
import type { MeasuresAnswer } from './shapes.ts';
import './measures.css';

/** Every measure over time, and the body mass index of an adult. */
export default function Courses({ address, queryKey, addressOf, actsOf }: MeasuresProps) {
  const { t } = useTranslation('kit');
  const query = useQuery({
    queryKey: [...queryKey],
    // Another's look is a line in the person's log: coming back to the window must not write another one.
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    queryFn: () => api<MeasuresAnswer>('GET', address),
  });
  return (
    <Loaded query={query}>
      {({ courses, bodyMass, cut }) => (
        <>
          {cut && (
            <Notice tone="info">
              <p>{t('measures.cut')}</p>
            </Notice>
          )}
          {courses.length === 0 && <p className="hint">{t('measures.none')}</p>}
          {courses.map((course) => (
            <CourseCard
              key={`${course.kind} ${course.printed}`}
              course={course}
              addressOf={addressOf}
              {...(actsOf === undefined ? {} : { actsOf })}
            />
          ))}
          {bodyMass && (
            <section className="measure-course">
              <h3>{t('measures.bodyMass')}</h3>
              <p className="last-result">
                <strong>{number(bodyMass.value)} kg/m²</strong>
              </p>
              <p>{t('measures.bodyMassOf', { weighed: moment(bodyMass.weighedAt), measured: moment(bodyMass.measuredAt) })}</p>
            </section>
          )}
        </>
      )}
    </Loaded>
  );
}
