/** The IndexedDB database that holds one Region of a database. */
export const databaseNameOf = ({
  name,
  region,
}: {
  readonly name: string;
  readonly region: string;
}): string => `hashrange/${name}/${region}`;
