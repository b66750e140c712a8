import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AnswerBody } from '../../item/row/answer-body.ts';
import { bodyLength } from '../../item/row/answer-body.ts';
import { bodyText } from '../../item/row/body-text.ts';
import { bodyValue } from '../../item/row/body-value.ts';
import { decodeRow } from '../../item/row/row-decoder.ts';
import { RowWriter } from '../../item/row/row-writer.ts';
import { StoredImage } from '../../partition/image/stored-image.ts';
import { countedNames } from '../../testing/documents/row-names.ts';
import { canonicalItems } from '../../testing/documents/wire-items.ts';
import type { Item } from '../../wire/attribute-value.ts';
import { arrayBody, imagesBody, itemBody, objectBody } from './answer-parts.ts';

/*
 * An answer with rows is the text, and the object, that it would be with the items in their places.
 */

const TREE = 7;
const NAMES = countedNames('sk', '__proto__', 'pk', 'a.b', '0');
const writer = new RowWriter();

interface Given {
  readonly item: Item;
  readonly image: StoredImage;
}

const given: fc.Arbitrary<Given> = canonicalItems.map(({ item, sizeBytes }) => ({
  item,
  image: new StoredImage(writer.write(item, sizeBytes, NAMES), sizeBytes, NAMES),
}));
const items = fc.array(given, { maxLength: 5 });
const others = fc.record(
  {
    Count: fc.nat(),
    LastEvaluatedKey: canonicalItems.map(({ item }) => item),
    ConsumedCapacity: fc.constant({ TableName: '\u0001', CapacityUnits: 0.5 }),
  },
  { requiredKeys: [] },
);
const tables = fc.dictionary(fc.constantFrom('b', '10', '9', '__proto__', 'Items'), items);

const imagesOf = (all: readonly Given[]): StoredImage[] => all.map(({ image }) => image);
const itemsOf = (all: readonly Given[]): Item[] => all.map(({ item }) => item);

function membersOf(object: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

function expectBody(body: AnswerBody, value: unknown): void {
  const text = JSON.stringify(value);
  expect(bodyText(body)).toBe(text);
  if (typeof body === 'string') return;
  expect(bodyLength(body)).toBeGreaterThan(body.text.length);
  expect(JSON.stringify(bodyValue(body, decodeRow))).toBe(JSON.stringify(JSON.parse(text)));
}

it('an item', () => {
  fc.assert(
    fc.property(given, others, ({ item, image }, rest) => {
      expectBody(objectBody({ Item: itemBody(image, TREE) }), { Item: item });
      const body = objectBody({ Attributes: itemBody(image, TREE), ...membersOf(rest) });
      expectBody(body, { Attributes: item, ...rest });
    }),
  );
});

it('a page of items', () => {
  fc.assert(
    fc.property(items, others, (all, rest) => {
      const body = objectBody({ Items: imagesBody(imagesOf(all), TREE), ...membersOf(rest) });
      expectBody(body, { Items: itemsOf(all), ...rest });
    }),
  );
});

it('items of several tables, whatever the tables are called', () => {
  fc.assert(
    fc.property(tables, others, (named, rest) => {
      const entries = Object.entries(named);
      const bodies = entries.map(([name, all]) => [name, imagesBody(imagesOf(all), TREE)] as const);
      const body = objectBody({
        Responses: objectBody(Object.fromEntries(bodies)),
        ...membersOf(rest),
      });
      const responses = Object.fromEntries(entries.map(([name, all]) => [name, itemsOf(all)]));
      expectBody(body, { Responses: responses, ...rest });
    }),
  );
});

it('items beside absent ones', () => {
  fc.assert(
    fc.property(fc.array(fc.option(given), { maxLength: 5 }), (all) => {
      const body = arrayBody(
        all.map((each) => (each ? objectBody({ Item: itemBody(each.image, TREE) }) : '{}')),
      );
      expectBody(
        body,
        all.map((each) => (each ? { Item: each.item } : {})),
      );
    }),
  );
});
