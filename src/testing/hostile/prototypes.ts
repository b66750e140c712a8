const PROTOTYPES = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Map.prototype,
];

/** What hangs on the prototypes when the module is loaded. */
const MEMBERS = PROTOTYPES.map((prototype) => Object.getOwnPropertyDescriptors(prototype));
const COUNTS = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

/** What has become of the prototypes that all objects share, in words; undefined where nothing has. */
export function prototypeFault(): string | undefined {
  const changed = PROTOTYPES.findIndex(
    (prototype, i) => Reflect.ownKeys(prototype).length !== COUNTS[i],
  );
  return changed < 0 ? undefined : `prototype ${changed} has other members`;
}

/** As {@link prototypeFault}, every member looked at. */
export function prototypesAreWhole(): boolean {
  return PROTOTYPES.every((prototype, i) => {
    const now = Object.getOwnPropertyDescriptors(prototype);
    const then = MEMBERS[i] ?? {};
    return Reflect.ownKeys(then).every((name) => {
      const [was, is] = [Reflect.get(then, name), Reflect.get(now, name)] as PropertyDescriptor[];
      return was?.value === is?.value && was?.get === is?.get;
    });
  });
}
