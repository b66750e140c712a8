/** What the open Regions have told unasked, the newest first, until somebody dismisses it. */
import type { DatabaseEvent } from '../../database/connection.svelte.ts';
import { noticeText } from './notice-text.ts';

/** No more are kept: what is told again and again pushes out what is old. */
const NOTICES_MAX = 20;

export interface Notice {
  readonly id: number;
  readonly type: DatabaseEvent['type'];
  readonly region: string;
  readonly text: string;
  /** When it was told last, and how often. */
  readonly at: Date;
  readonly count: number;
}

export class Notices {
  all: readonly Notice[] = $state.raw([]);
  #lastId = 0;

  /** What has been told before is one notice, and the newest again. */
  add(event: DatabaseEvent, at: Date): void {
    const text = noticeText(event);
    if (text === undefined) return;
    const { type, region } = event;
    const isSame = (notice: Notice): boolean => notice.text === text && notice.region === region;
    const before = this.all.find(isSame);
    const notice = {
      id: before?.id ?? ++this.#lastId,
      type,
      region,
      text,
      at,
      count: (before?.count ?? 0) + 1,
    };
    const others = this.all.filter((each) => each !== before);
    this.all = [notice, ...others].slice(0, NOTICES_MAX);
  }

  dismiss(): void {
    this.all = [];
  }
}
