import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moment } from '../shared/page/dates';
import { useRead, useToDos } from './api';
import './notice.css';
import { useNoticeWords } from './NoticeText';

/** Important notices are put before their readers one after the other. Put aside, they come again in the next window; read, they do not. */
export function ImportantNotice() {
  const { t } = useTranslation();
  const wordsOf = useNoticeWords();
  const waiting = useToDos();
  const read = useRead();
  const [aside, setAside] = useState<string[]>([]);
  const left = (waiting.data?.important ?? []).filter((one) => !aside.includes(one.id));
  const first = left[0];
  if (!first) return null;
  const { title, text } = wordsOf(first);
  const later = () => setAside([...aside, first.id]);
  const confirm = () => {
    later();
    read.mutate(first.id);
  };
  return (
    <Modal
      open
      title={title}
      onCancel={later}
      width={560}
      mask={{ closable: false }}
      footer={[
        <Button key="later" onClick={later}>
          {t('notice.later')}
        </Button>,
        <Button key="read" type="primary" onClick={confirm} data-testid="notice-read">
          {t('notice.haveRead')}
        </Button>,
      ]}
    >
      <div data-testid="important-notice">
        <p className="muted small num">
          {first.author} · {moment(first.shown_from)}
          {left.length > 1 ? ` · ${t('notice.more', { n: left.length - 1 })}` : ''}
        </p>
        <div className="notice-text">{text}</div>
      </div>
    </Modal>
  );
}
