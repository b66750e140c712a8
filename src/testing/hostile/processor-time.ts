/** Milliseconds that a job takes, less what the machine gave to other processes meanwhile. */
export async function processorMs(job: () => unknown): Promise<number> {
  const startMs = performance.now();
  const start = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(start);
  return Math.min(performance.now() - startMs, (user + system) / 1000);
}
