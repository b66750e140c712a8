/** The error that the AWS SDK and `fetch` reject with: its name is AbortError. */
export function abortError(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === 'AbortError') return reason;
  return Object.assign(new Error('Request aborted'), { name: 'AbortError', cause: reason });
}
