import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Notes } from './Notes.tsx';

createRoot(document.body).render(
  <StrictMode>
    <Notes />
  </StrictMode>,
);
