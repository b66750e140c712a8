import { open, type Database } from 'hashrange';
import { useEffect, useState } from 'react';

export function useDatabase(name: string): Database | undefined {
  const [db, setDb] = useState<Database>();
  useEffect(() => {
    const opening = open(name); // twice under StrictMode: handles of one name share one worker
    let isGone = false;
    opening.then(
      (opened) => !isGone && setDb(opened),
      (error: unknown) => {
        setDb(() => {
          throw error; // for the nearest error boundary
        });
      },
    );
    return () => {
      isGone = true;
      void opening.then((opened) => opened.close());
    };
  }, [name]);
  return db;
}
