/** The form that troubles a link: numbers as a person typed them, chances in percent. */
import type { LinkSettings } from './regions.ts';

export interface LinkFields {
  delayMs: number;
  lossPercent: number;
  duplicatePercent: number;
  reorderPercent: number;
}

export function linkFields({ delayMs, loss, duplicate, reorder }: LinkSettings): LinkFields {
  return {
    delayMs,
    lossPercent: Math.round(loss * 100),
    duplicatePercent: Math.round(duplicate * 100),
    reorderPercent: Math.round(reorder * 100),
  };
}

export function linkTrouble(fields: LinkFields): Omit<LinkSettings, 'isCut'> {
  return {
    delayMs: fields.delayMs,
    loss: fields.lossPercent / 100,
    duplicate: fields.duplicatePercent / 100,
    reorder: fields.reorderPercent / 100,
  };
}

/** The troubles of a link in words; empty for a link without any. */
export function troubleText({ delayMs, loss, duplicate, reorder }: LinkSettings): string {
  const percent = (chance: number): string => `${String(Math.round(chance * 100))} %`;
  return [
    delayMs > 0 ? `${String(delayMs)} ms late` : '',
    loss > 0 ? `${percent(loss)} lost` : '',
    duplicate > 0 ? `${percent(duplicate)} twice` : '',
    reorder > 0 ? `${percent(reorder)} out of order` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
