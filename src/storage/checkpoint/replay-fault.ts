/** How a turn that has to wait for the checkpoint stands to others: in their row, before it because it has waited, or behind them all. */
export type Waiting = 'needs room' | 'has waited' | 'can wait';

/** Thrown by a write, before its first effect, that has to wait for the checkpoint: `LogStore.load` resolves when its turn has come. */
export class ReplayFault extends Error {
  override readonly name = 'ReplayFault';
  readonly waiting: Waiting;

  constructor(waiting: Waiting) {
    super('the checkpoint has to move first');
    this.waiting = waiting;
  }
}
