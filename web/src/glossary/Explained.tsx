import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './glossary.css';
import { byLabel, type Explanation, type Terms } from './terms';
import file from './terms.json';

export const TERMS: Terms = file;

const LABELS = { zh: byLabel(TERMS, false), en: byLabel(TERMS, true) };

/** Name, meaning and source of a term in the reader's language. */
export function inLanguage(one: Explanation, english: boolean): { name: string; text: string; source: string | undefined } {
  return english ? { name: one.en, text: one.textEn, source: one.sourceEn } : { name: one.zh, text: one.textZh, source: one.sourceZh };
}

interface ExplainedProps {
  /** A label; one that is no word of the glossary stays as it is. */
  children: ReactNode;
  /** Within a label of a form, where the Tab key goes from field to field. */
  inForm?: boolean;
}

/** Tables repeat their headers in a hidden row to measure them: no key leads there. */
function leaveHidden(word: HTMLSpanElement | null) {
  if (word?.closest('[aria-hidden="true"]')) word.tabIndex = -1;
}

/** A label that is a word of the glossary explains itself when it is pointed at, focused or touched. */
export function Explained({ children, inForm = false }: ExplainedProps) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const term = typeof children === 'string' ? (english ? LABELS.en : LABELS.zh).get(children.toLowerCase()) : undefined;
  if (!term) return <>{children}</>;
  const { name, text, source } = inLanguage(TERMS[term]!, english);
  const told = (
    <>
      {name === children ? null : <strong>{name}{english ? '. ' : '：'}</strong>}
      {text}
      {source ? <div className="term-source">{t('glossary.source')} {source}</div> : null}
    </>
  );
  return (
    <Tooltip title={told} trigger={['hover', 'focus', 'click']} mouseEnterDelay={0.35}>
      <span ref={leaveHidden} className="term" data-term={term} {...(inForm ? {} : { tabIndex: 0 })}>
        {children}
      </span>
    </Tooltip>
  );
}
