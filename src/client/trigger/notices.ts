import type { TriggerFailure } from './trigger-failure.ts';

/** The destination of a trigger that has none: whoever reads the browser's console learns what was given up. */
export function giveUpAloud(trigger: string): (failure: TriggerFailure) => void {
  return (failure) => {
    tell(trigger, 'records were given up, and onFailure names nobody to have them:', failure);
  };
}

/** Records have gone from the stream that the trigger had not come to: nobody can have them any more. */
export function tellOfGap(trigger: string): void {
  tell(trigger, 'records were trimmed before they were read');
}

function tell(trigger: string, ...what: readonly unknown[]): void {
  console.warn(`hashrange trigger ${trigger}:`, ...what);
}
