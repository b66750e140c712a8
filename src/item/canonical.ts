import type { AttributeValue, Item } from '../wire/attribute-value.ts';
import type { ValueLayer } from './number.ts';
export interface CanonicalItem { readonly item: Item; readonly sizeBytes: number; }
export function canonicalItem(_wire: unknown, _layer: ValueLayer): CanonicalItem { throw new Error('pending'); }
export function canonicalValue(_wire: unknown, _layer: ValueLayer): AttributeValue { throw new Error('pending'); }
