/**
 * What an acknowledgement means (ADR 20).
 * - `relaxed`: survives the death of the tab and the browser.
 * - `interval` (default): the same, and survives power loss 250 ms after it at the latest.
 * - `strict`: survives power loss.
 */
export type Durability = 'relaxed' | 'interval' | 'strict';
