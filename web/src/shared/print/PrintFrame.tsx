import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useSession } from '../../access/session';
import { usePreferences } from '../shell/preferences';
import { sheetOf } from './frame';
import './print.css';

const MARKS = Array.from({ length: 18 }, (_, index) => index);

/** What is printed bears its institution, title, reader, moment and page on each sheet, and a faint mark; always on white. */
export function PrintFrame() {
  const { user, institution } = useSession();
  const { setPrinting } = usePreferences();
  const [by, setBy] = useState('');
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    const begin = () => {
      const now = `${user.login} · ${dayjs().format('YYYY-MM-DD HH:mm')}`;
      sheet.replaceSync(sheetOf({ institution, title: document.title, by: now }));
      if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      flushSync(() => {
        setBy(now);
        setPrinting(true);
      });
    };
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [user.login, institution, setPrinting]);
  return (
    <div className="print-mark" aria-hidden="true">
      {MARKS.map((mark) => (
        <span key={mark}>{by}</span>
      ))}
    </div>
  );
}
