import './shared/styleNonce';
import './shared/i18n';
import './shared/styles.css';
import './shared/cards.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { sendFor } from './routes';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
sendFor(window.location.pathname);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
