import { Refusal } from '#kernel';

const transient = /^(08|57P0|53300|40001|40P01|55P03|58030)/;
const sockets = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EACCES']);

/** The SQLSTATE of a PostgreSQL error, `23505` for a uniqueness violation. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What a fault of the connection, or one that goes away when asked again, is told as; any other as it is. */
export function translated(error: unknown): unknown {
  const code = sqlState(error);
  const message = error instanceof Error ? error.message : '';
  const lost =
    /Connection terminated|timeout exceeded when trying to connect|could not commit transaction|Client was closed|not queryable/;
  if (!transient.test(code) && !sockets.has(code) && !lost.test(message)) return error;
  return new Refusal('store.unavailable', {
    fr: 'La base de données ne répond pas pour le moment. Réessayez avec les mêmes identifiants.',
    en: 'The database does not answer at the moment. Try again with the same ids.',
  });
}
