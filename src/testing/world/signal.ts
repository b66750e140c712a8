/** A promise with its resolver in hand. */
export interface Signal {
  readonly raised: Promise<void>;
  readonly raise: () => void;
}

export function signal(): Signal {
  let raise: () => void = () => undefined;
  const raised = new Promise<void>((resolve) => {
    raise = resolve;
  });
  return { raised, raise };
}
