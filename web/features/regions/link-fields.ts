/** The form that troubles a link: numbers as a person typed them, chances in percent. */
import type { LinkSettings } from '../../database/connection.svelte.ts';

export interface LinkFields {
  delayMs: number;
  lossPercent: number;
  duplicatePercent: number;
  reorderPercent: number;
}

export function linkFields({
  DelayMs: delayMs,
  Loss,
  Duplicate,
  Reorder,
}: LinkSettings): LinkFields {
  return {
    delayMs,
    lossPercent: Math.round(Loss * 100),
    duplicatePercent: Math.round(Duplicate * 100),
    reorderPercent: Math.round(Reorder * 100),
  };
}

export function linkTrouble(fields: LinkFields): Omit<LinkSettings, 'Cut'> {
  return {
    DelayMs: fields.delayMs,
    Loss: fields.lossPercent / 100,
    Duplicate: fields.duplicatePercent / 100,
    Reorder: fields.reorderPercent / 100,
  };
}

/** The troubles of a link in words; empty for a link without any. */
export function troubleText({ DelayMs, Loss, Duplicate, Reorder }: LinkSettings): string {
  const percent = (chance: number): string => `${String(Math.round(chance * 100))} %`;
  return [
    DelayMs > 0 ? `${String(DelayMs)} ms late` : '',
    Loss > 0 ? `${percent(Loss)} lost` : '',
    Duplicate > 0 ? `${percent(Duplicate)} twice` : '',
    Reorder > 0 ? `${percent(Reorder)} out of order` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
