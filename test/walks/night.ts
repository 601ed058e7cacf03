import type { Ground } from './ground.ts';

/** As after a night: everything took place eight hours earlier than it did. A visit ends after half an hour without a look. */
export async function afterANight({ store: { pool } }: Pick<Ground, 'store'>): Promise<void> {
  const earlier = (column: string) => `${column} = ${column} - interval '8 hours'`;
  await pool.query(`update record.visit set ${['last', 'previous', 'told'].map(earlier).join(', ')}`);
  await pool.query(`update documents.entry set ${earlier('deposited_at')}`);
  // A resource says in its text too when it was kept.
  await pool.query(
    `update fhir.resource set ${earlier('updated_at')}, body = regexp_replace(body, '"lastUpdated" ?: ?"[^"]*"',
       '"lastUpdated":"' || to_char((updated_at - interval '8 hours') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"')
     where type <> 'Patient'`,
  );
}
