/** Which of AWS's two validation layers words a refusal. Source: validation.md section 1. */
export type ValueLayer = 'current' | 'older';
export function parseNumber(_text: string, _layer: ValueLayer): string { throw new Error('pending'); }
export function compareNumbers(_a: string, _b: string): number { throw new Error('pending'); }
export function addNumbers(_a: string, _b: string): string { throw new Error('pending'); }
export function subtractNumbers(_a: string, _b: string): string { throw new Error('pending'); }
export function numberSize(_text: string): number { throw new Error('pending'); }
