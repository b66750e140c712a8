/** Thrown by a write that needs more room than the store may take now, before its first effect. `LogStore.load` makes room, or says that there is none. */
export class RoomFault extends Error {
  override readonly name = 'RoomFault';
  /** About how much the write adds. */
  readonly bytes: number;

  constructor(bytes: number) {
    super('the store has to make room first');
    this.bytes = bytes;
  }
}
