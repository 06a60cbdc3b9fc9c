import { App, Form, type FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { changed } from './changed';
import { useUnsaved } from './unsaved';

/** The way out of a dialog with a form: asks first while its fields differ from `start`, and so does closing the tab or the window. */
export function useLeave<T extends object>(form: FormInstance<T>, start: object, close: () => void): () => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const now: unknown = Form.useWatch([], form);
  const dirty = typeof now === 'object' && now !== null && changed(start, now);
  useUnsaved(dirty);
  return () => {
    if (!dirty) return close();
    modal.confirm({
      title: t('preference.unsavedTitle'),
      content: t('preference.unsavedDialog'),
      okText: t('preference.discard'),
      okButtonProps: { danger: true },
      cancelText: t('preference.keepEditing'),
      onOk: close,
    });
  };
}
