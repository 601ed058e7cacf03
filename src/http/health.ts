import type { FastifyInstance } from 'fastify';
import type { Store } from '#store';

/** /health/live: the process answers. /health/ready: it can reach its database. /metrics: Prometheus text, no personal datum. */
export async function healthRoutes(app: FastifyInstance, { store, startedAt }: { store: Store; startedAt: Date }): Promise<void> {
  const counts = new Map<string, number>();
  let seconds = 0;
  app.addHook('onResponse', async (request, reply) => {
    const key = `${request.method} ${request.routeOptions.url ?? 'unknown'} ${reply.statusCode}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    seconds += reply.elapsedTime / 1000;
  });
  app.get('/health/live', () => ({ live: true }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await store.ping();
      return { ready: true };
    } catch {
      return reply.code(503).header('retry-after', '2').send({ ready: false });
    }
  });
  app.get('/metrics', (_request, reply) => {
    const { user, system } = process.cpuUsage();
    const lines = [
      '# TYPE socle_http_requests_total counter',
      ...[...counts].map(([key, count]) => {
        const [method, route, status] = key.split(' ');
        return `socle_http_requests_total{method="${method}",route="${route}",status="${status}"} ${count}`;
      }),
      '# TYPE socle_http_seconds_total counter',
      `socle_http_seconds_total ${seconds.toFixed(3)}`,
      '# TYPE process_cpu_seconds_total counter',
      `process_cpu_seconds_total ${((user + system) / 1e6).toFixed(3)}`,
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      '# TYPE process_start_time_seconds gauge',
      `process_start_time_seconds ${Math.floor(startedAt.getTime() / 1000)}`,
    ];
    return reply.type('text/plain; version=0.0.4').send(`${lines.join('\n')}\n`);
  });
}
