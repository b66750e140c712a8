/** Whether anybody sees the page. Where there is no document, somebody does. */
export function isPageVisible(): boolean {
  return (globalThis.document as Document | undefined)?.visibilityState !== 'hidden';
}

/** Tells whenever that changes, until the returned function is called. */
export function watchVisibility(tell: (isVisible: boolean) => void): () => void {
  const page = globalThis.document as Document | undefined;
  const onChange = (): void => {
    tell(isPageVisible());
  };
  page?.addEventListener('visibilitychange', onChange);
  return () => page?.removeEventListener('visibilitychange', onChange);
}
