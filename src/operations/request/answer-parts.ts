/**
 * Answers are put together as JSON text, with rows in the place of items: these pass through as they are stored.
 */
import type { AnswerBody, RowsBody, TableRun } from '../../item/row/answer-body.ts';
import { MARK } from '../../item/row/answer-body.ts';
import type { StoredImage } from '../../partition/image/stored-image.ts';

/** A JSON object of members whose values are JSON text already; undefined members are left out. */
export function objectText(members: Readonly<Record<string, string | undefined>>): string {
  let text = '';
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${value}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

export function arrayText(texts: readonly string[]): string {
  return `[${texts.join(',')}]`;
}

/** A value as JSON text, undefined staying undefined. */
export function jsonText(value: object | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

/** An item in an answer. */
export function itemBody({ row, names }: StoredImage, tree: number): RowsBody {
  return { text: MARK, runs: [{ rows: [row], names, tree }] };
}

/** A JSON array of images of items of one table, all read in one turn. */
export function imagesBody(images: readonly StoredImage[], tree: number): AnswerBody {
  const [first] = images;
  if (first === undefined) return '[]';
  return itemsBody({ rows: images.map(({ row }) => row), names: first.names, tree });
}

/** A JSON array of items of a table. */
export function itemsBody(run: TableRun): AnswerBody {
  return run.rows.length === 0 ? '[]' : { text: `[${MARK}]`, runs: [run] };
}

/** A JSON object of members that are JSON already, or hold rows; undefined members are left out. */
export function objectBody(members: Readonly<Record<string, AnswerBody | undefined>>): AnswerBody {
  const runs: TableRun[] = [];
  let text = '';
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${textOf(value, runs)}`;
  }
  return bodyOf(text === '' ? '{}' : `${text}}`, runs);
}

/** A JSON array of elements that are JSON already, or hold rows. */
export function arrayBody(elements: readonly AnswerBody[]): AnswerBody {
  const runs: TableRun[] = [];
  const texts = elements.map((each) => textOf(each, runs));
  return bodyOf(`[${texts.join(',')}]`, runs);
}

function textOf(body: AnswerBody, runs: TableRun[]): string {
  if (typeof body === 'string') return body;
  runs.push(...body.runs);
  return body.text;
}

function bodyOf(text: string, runs: readonly TableRun[]): AnswerBody {
  return runs.length === 0 ? text : { text, runs };
}
