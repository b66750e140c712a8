/**
 * What is done with a large body before it is parsed, in one pass over its text: `JSON.parse` builds whatever it is given, and
 * takes seconds for what no operation could use. What no reader would look at is cut out, and bodies of more values than the
 * operation can take are refused.
 *
 * Cut out are members that the operation does not have, what is within a list or an object where a scalar belongs, and what
 * lists and maps hold beyond their limit: they are refused for that, and messages print their beginning. An element that may
 * itself be refused, and before that, stays.
 */
import { TEXT_MAX } from '../../wire/error-text.ts';
import type { Layout, ListLayout, MapLayout, StructureLayout } from '../../wire/shapes/layout.ts';
import { serializationError } from '../../wire/shapes/shape.ts';
import {
  checkDepth,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  noJson,
  OPEN_LIST,
  OPEN_OBJECT,
  skipColon,
  skipScalar,
  skipSpace,
  skipString,
  skipValue,
} from './json-text.ts';
import { KeptText } from './kept-text.ts';

/** Length of an escape, such as `\\u0000`. */
const ESCAPE_LENGTH = 6;

/** Shorter texts are parsed in milliseconds whatever they hold, and most requests are: those are not to wait for this. */
const CUT_FROM = 65_536;

/** Elements that any message has room for, of lists and maps over their limit, and how much text: a printed character may be an escape. */
const PRINTED_ELEMENTS = TEXT_MAX / 2;
const PRINTED_LENGTH = TEXT_MAX * ESCAPE_LENGTH;
/** Elements that may be refused themselves stay, but not in any number. */
const DOUBTFUL_MAX = 1_000;

/** Deeper than any attribute value is looked at, and shallow enough for any stack. */
const LEVELS_MAX = 200;

/** So many values are parsed soon, whatever they weigh. */
const QUICK_VALUES = 100_000;

const TOO_MANY = 'The request body holds more values than the operation can take';

/** Longer texts may be over a limit of their own. */
const SHORT_TEXT = 1_000;
/** What a flag may be given as, beside `true` and `false`. */
const FLAG_WORD = /^"(?:true|1|yes|false|0|no)"$/i;

/**
 * The text that is left for parsing. `valuesMax` bounds the values outside of attribute values. Throws a SerializationException,
 * also for what is no JSON.
 */
export function cutBody(text: string, layout: Layout, valuesMax: number): string {
  return text.length < CUT_FROM ? text : new BodyCutter(text, valuesMax).cut(layout);
}

class BodyCutter {
  readonly #text: string;
  readonly #valuesMax: number;
  readonly #kept: KeptText;
  #at = 0;
  #depth = 0;
  #values = 0;
  /** Of the attribute values that the walk is in: how many JSON values they are, and what they weigh at least. */
  #weighed: { values: number; bytes: number; readonly bytesMax: number } | undefined;
  /** Whether something was met since this was last set back that its reader may refuse. */
  #isDoubtful = false;
  #doubtfulCount = 0;

  constructor(text: string, valuesMax: number) {
    this.#text = text;
    this.#valuesMax = valuesMax;
    this.#kept = new KeptText(text);
  }

  cut(layout: Layout): string {
    this.#value(layout);
    this.#at = skipSpace(this.#text, this.#at);
    if (this.#at < this.#text.length) noJson();
    return this.#kept.toString();
  }

  #value(layout: Layout): void {
    const at = (this.#at = skipSpace(this.#text, this.#at));
    const unit = this.#text.charCodeAt(at);
    const isObject = unit === OPEN_OBJECT;
    if (!isObject && unit !== OPEN_LIST) {
      this.#scalar(layout);
    } else if (typeof layout === 'string' || isObject !== (layout.kind !== 'list')) {
      this.#isDoubtful = true;
      this.#empty();
    } else if (this.#depth >= LEVELS_MAX) {
      this.#empty();
    } else if (layout.kind !== 'list' && layout.bytesMax !== undefined) {
      this.#weigh(layout, layout.bytesMax);
    } else {
      this.#container(layout);
    }
  }

  #scalar(layout: Layout): void {
    const start = this.#at;
    const end = (this.#at = skipScalar(this.#text, start));
    if (!this.#isPlain(layout, start, end)) this.#isDoubtful = true;
    if (this.#weighed === undefined) return;
    this.#weighed.bytes += layout === 'text' ? Math.ceil((end - start - 2) / ESCAPE_LENGTH) : 1;
  }

  /** Whether its reader takes the scalar between these places for certain. */
  #isPlain(layout: Layout, start: number, end: number): boolean {
    const first = this.#text.charAt(start);
    if (first === 'n') return true;
    if (layout === 'text') return first === '"' && end - start < SHORT_TEXT;
    if (layout === 'number') return first >= '0' && first <= '9' && end - start < 9;
    if (layout !== 'flag') return false;
    return first === 't' || first === 'f' || FLAG_WORD.test(this.#text.slice(start, end));
  }

  /** A list or an object in the place of something else is refused for what it is, one too deep for where it is. */
  #empty(): void {
    const start = this.#at + 1;
    this.#at = skipValue(this.#text, this.#at, this.#depth);
    this.#kept.drop(start, this.#at - 1);
  }

  #weigh(layout: StructureLayout | MapLayout, bytesMax: number): void {
    this.#weighed = { values: 0, bytes: 0, bytesMax };
    this.#container(layout);
    this.#weighed = undefined;
  }

  #container(layout: StructureLayout | ListLayout | MapLayout): void {
    checkDepth(this.#depth + 1);
    this.#count();
    const next = skipSpace(this.#text, this.#at + 1);
    if (this.#text.charCodeAt(next) === (layout.kind === 'list' ? CLOSE_LIST : CLOSE_OBJECT)) {
      this.#at = next + 1;
      return;
    }
    this.#depth++;
    if (layout.kind === 'list') this.#list(layout);
    else if (layout.kind === 'map') this.#map(layout);
    else this.#structure(layout);
    this.#depth--;
  }

  /** One value more. */
  #count(): void {
    const weighed = this.#weighed;
    if (weighed === undefined) {
      if (++this.#values > this.#valuesMax) throw serializationError(TOO_MANY);
    } else if (++weighed.values > QUICK_VALUES && weighed.bytes > weighed.bytesMax) {
      throw serializationError(TOO_MANY);
    }
  }

  #structure({ members }: StructureLayout): void {
    this.#each(CLOSE_OBJECT, () => {
      const name = this.#name();
      const member = members.get(name.includes('\\') ? unescaped(name) : name);
      if (member === undefined) this.#at = skipValue(this.#text, this.#at, this.#depth);
      else this.#value(member);
      return member !== undefined;
    });
  }

  #list({ element, max }: ListLayout): void {
    // Within attribute values a list has no limit; that of an element of a set is its own.
    const overhead = typeof element === 'string' ? 0 : 1;
    const start = this.#at;
    let count = 0;
    this.#each(CLOSE_LIST, () => {
      if (this.#weighed !== undefined) this.#weighed.bytes += overhead;
      return this.#element(element, ++count > max && this.#isPrinted(start, count));
    });
  }

  #map({ entry, max, bytesMax }: MapLayout): void {
    const overhead = bytesMax === undefined ? 1 : 0;
    const names = new Set<string>();
    const start = this.#at;
    let count = 0;
    let isBeyond = max === Infinity ? false : undefined;
    this.#each(CLOSE_OBJECT, () => {
      if (isBeyond === undefined) {
        const name = this.#name();
        // A name may be written in several ways, with escapes.
        if (!name.includes('\\')) names.add(name);
        if (names.size > max) isBeyond = true;
      } else {
        this.#at = skipColon(this.#text, skipString(this.#text, this.#at));
      }
      if (this.#weighed !== undefined) this.#weighed.bytes += overhead;
      return this.#element(entry, isBeyond === true && this.#isPrinted(start, ++count));
    });
  }

  /** Whether no message has room for more than the first `count` of a container. */
  #isPrinted(start: number, count: number): boolean {
    return count > PRINTED_ELEMENTS || this.#at - start > PRINTED_LENGTH;
  }

  /** Answers whether it stays: one that is `beyond` the limit does if it may be refused itself. */
  #element(layout: Layout, beyond: boolean): boolean {
    if (!beyond) {
      this.#value(layout);
      return true;
    }
    if (this.#doubtfulCount >= DOUBTFUL_MAX) {
      this.#at = skipValue(this.#text, this.#at, this.#depth);
      return false;
    }
    const wasDoubtful = this.#takeDoubt();
    const values = this.#values;
    this.#value(layout);
    const stays = this.#takeDoubt();
    if (stays) this.#doubtfulCount++;
    else this.#values = values;
    this.#isDoubtful = wasDoubtful;
    return stays;
  }

  #takeDoubt(): boolean {
    const isDoubtful = this.#isDoubtful;
    this.#isDoubtful = false;
    return isDoubtful;
  }

  /** The name of a member, as it is written, its quotes aside; the walk is then at its value. */
  #name(): string {
    const end = skipString(this.#text, this.#at);
    const name = this.#text.slice(this.#at + 1, end - 1);
    this.#at = skipColon(this.#text, end);
    return name;
  }

  /** Walks over what the container holds that begins here and is not empty; `walkOver` answers whether it stays. */
  #each(close: number, walkOver: () => boolean): void {
    const text = this.#text;
    let keptTo = this.#at + 1;
    let stays: boolean;
    this.#at = skipSpace(text, keptTo);
    for (;;) {
      const start = this.#at;
      stays = walkOver();
      if (stays) keptTo = this.#at;
      const end = skipSpace(text, this.#at);
      this.#at = end + 1;
      if (text.charCodeAt(end) !== COMMA) break;
      if (stays) this.#count();
      this.#at = skipSpace(text, end + 1);
      if (!stays) this.#kept.drop(start, this.#at);
    }
    if (text.charCodeAt(this.#at - 1) !== close) noJson();
    // The comma before what is left out goes too.
    if (!stays) this.#kept.drop(keptTo, this.#at - 1);
  }
}

/** A string that may hold escapes. */
function unescaped(name: string): string {
  return String(JSON.parse(`"${name}"`));
}
