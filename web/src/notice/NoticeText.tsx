import { useTranslation } from 'react-i18next';
import type { Notice } from '../shared/api/types';

type Words = Pick<Notice, 'title_zh' | 'title_en' | 'text_zh' | 'text_en'>;

/** Title and text in the reader's language, or in the one that was written. */
export function useNoticeWords(): (notice: Words) => { title: string; text: string } {
  const { i18n } = useTranslation();
  const english = i18n.language === 'en';
  return (notice) => {
    const inEnglish = english ? notice.title_en !== '' : notice.title_zh === '';
    return inEnglish ? { title: notice.title_en, text: notice.text_en } : { title: notice.title_zh, text: notice.text_zh };
  };
}
