/** A consumer's name has up to 255 characters, ours included. */
const LONGEST_NAME = 200;

/** Throws a `TypeError` for a name that nothing can be kept under. */
export function checkConsumerName(name: string): void {
  if (name.length < 1 || name.length > LONGEST_NAME) {
    throw new TypeError(`A name must have 1 to ${LONGEST_NAME} characters`);
  }
}
