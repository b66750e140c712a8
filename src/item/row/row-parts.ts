import type { Slice } from '../../kernel/slice.ts';
import type { AttributeValue } from '../../wire/attribute-value.ts';
import type { AttributePlace } from './row-entries.ts';

/** Attributes that stand one behind the other in a row, and go into another as they are. */
export interface KeptAttributes {
  readonly kind: 'kept';
  readonly entryFrom: number;
  entryTo: number;
  readonly valueFrom: number;
  valueTo: number;
}

/** An attribute whose value stands in a row. */
export interface CopiedAttribute {
  readonly kind: 'copied';
  readonly name: string;
  readonly value: Slice;
}

export interface NewAttribute {
  readonly kind: 'new';
  readonly name: string;
  readonly value: AttributeValue;
}

export type RowPart = KeptAttributes | CopiedAttribute | NewAttribute;

/** What a row is made of, in the order of its attributes: some that stand in a row of the same dictionary, others new. */
export class RowParts {
  readonly source: Uint8Array;
  readonly parts: RowPart[] = [];
  count = 0;

  constructor(source: Slice) {
    this.source = source.bytes;
  }

  /** The attribute at a place of the source, as it stands there. */
  keep({ entryFrom, entryTo, valueFrom, valueTo }: AttributePlace): void {
    this.count++;
    const last = this.parts.at(-1);
    if (last?.kind === 'kept' && last.entryTo === entryFrom) {
      last.entryTo = entryTo;
      last.valueTo = valueTo;
    } else this.parts.push({ kind: 'kept', entryFrom, entryTo, valueFrom, valueTo });
  }

  /** A value as it stands in a row, under a name of its own. */
  copy(name: string, value: Slice): void {
    this.count++;
    this.parts.push({ kind: 'copied', name, value });
  }

  add(name: string, value: AttributeValue): void {
    this.count++;
    this.parts.push({ kind: 'new', name, value });
  }
}
