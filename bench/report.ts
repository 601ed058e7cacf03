import { countedCpu, type Measured, type Row, short } from './scenario.ts';

const columns = ['', 'ops', 'ops/s', 'p50 ms', 'p95 ms', 'p99 ms', 'server', 'PostgreSQL', 'sum', 'client', 'floor', '× floor'];

/** A scenario's figures as a table for a terminal, then its marks in words. */
export function printed({ name, how, rows, marks, othersCores }: Measured): string {
  const lines = [`\n${name}: ${how}`];
  if (rows.length > 0) {
    lines.push('  CPU columns (server … floor) are milliseconds for one operation', ...table([columns, ...rows.map(cells)]));
  }
  for (const { floor } of rows) if (floor !== undefined) lines.push(`  floor: ${floor.what}, ${short(floor.perSecond)}/s`);
  for (const row of rows) {
    if (row.failed > 0) lines.push(`  ${row.name}: ${row.failed} FAILED`);
    if ((row.missed ?? 0) > 0) lines.push(`  ${row.name}: ${row.missed} missed starts`);
  }
  if (othersCores !== undefined) lines.push(`  other programs used ${short(othersCores)} cores of this machine meanwhile`);
  for (const { what, wanted, found, met } of marks)
    lines.push(`  mark ${met ? 'met    ' : 'NOT met'}  ${what}: ${found} (wanted ${wanted})`);
  return lines.join('\n');
}

function cells(row: Row): string[] {
  const { cpuMs, floor } = row;
  const sum = countedCpu(cpuMs);
  const ratio = sum === undefined || floor?.cpuMs === undefined ? undefined : sum / floor.cpuMs;
  const times = [
    row.perSecond,
    row.p50,
    row.p95,
    row.p99,
    cpuMs?.server,
    cpuMs?.postgresql,
    sum,
    cpuMs?.client,
    floor?.cpuMs,
    ratio,
  ];
  return [row.name, String(row.answered), ...times.map((value) => (value === undefined ? '–' : short(value)))];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ')}`.trimEnd(),
  );
}
