import { LoadingOutlined, SearchOutlined } from '@ant-design/icons';
import { Input, Modal } from 'antd';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useSession } from '../../access/session';
import { ProblemNote } from '../page/states';
import type { NavigationGroup } from './navigation';
import { keepRecent } from './recent';
import { type Found, type Hit, useHits } from './useHits';

interface CommandPaletteProps {
  open: boolean;
  close: () => void;
  groups: NavigationGroup[];
}

export function CommandPalette({ open, close, groups }: CommandPaletteProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const [asked, setAsked] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useHits(asked, groups, open);
  const hits = found.groups.flatMap((group) => group.hits);
  const on = Math.min(chosen, hits.length - 1);
  const ask = (text: string) => {
    setAsked(text);
    setChosen(0);
  };
  const leave = () => {
    close();
    ask('');
  };
  const go = (hit: Hit | undefined, elsewhere: boolean) => {
    if (!hit) return;
    if (hit.path && hit.number) keepRecent(user.login, { kind: hit.kind, text: hit.number, path: hit.path });
    if (hit.path && elsewhere) {
      window.open(hit.path, '_blank', 'noopener');
      return;
    }
    leave();
    if (hit.path) navigate(hit.path);
    hit.run?.();
  };
  const onKey = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen(hits.length === 0 ? 0 : (on + step + hits.length) % hits.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(hits[on], event.metaKey || event.ctrlKey);
    }
  };
  return (
    <Modal open={open} onCancel={leave} title={<span className="unseen">{t('shared.search')}</span>} styles={{ header: { margin: 0, padding: 0, height: 0 } }} footer={null} closable={false} width={600} style={{ top: 'min(80px, 8vh)' }} destroyOnHidden>
      <Input
        autoFocus
        size="large"
        allowClear
        prefix={found.searching ? <LoadingOutlined /> : <SearchOutlined />}
        placeholder={t('shared.searchHint')}
        value={asked}
        maxLength={64}
        role="combobox"
        aria-expanded
        aria-label={t('shared.search')}
        aria-controls="palette-hits"
        {...(hits[on] ? { 'aria-activedescendant': `palette-hit-${on}` } : {})}
        data-testid="palette"
        onChange={(event) => ask(event.target.value)}
        onKeyDown={onKey}
      />
      <Hits found={found} asked={asked.trim()} on={on} choose={setChosen} go={go} />
      <div className="palette-foot muted small">
        <span><kbd>↑</kbd> <kbd>↓</kbd> {t('shared.keyChoose')}</span>
        <span><kbd>Enter</kbd> {t('shared.keyGo')}</span>
        <span><kbd>Ctrl/⌘ Enter</kbd> {t('shared.keyGoElsewhere')}</span>
        <span><kbd>Esc</kbd> {t('shared.keyLeave')}</span>
      </div>
    </Modal>
  );
}

interface HitsProps {
  found: Found;
  asked: string;
  on: number;
  choose: (index: number) => void;
  go: (hit: Hit, elsewhere: boolean) => void;
}

function Hits({ found, asked, on, choose, go }: HitsProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('.palette-item.on')?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  let index = 0;
  return (
    <div className="palette-list" id="palette-hits" role="listbox" aria-label={t('shared.search')} ref={list}>
      {found.problem ? <ProblemNote problem={found.problem} /> : null}
      {found.groups.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <div className="palette-group">
            <span className="grow">{group.title}</span>
            <span className="num">{group.more ? `${group.hits.length}+` : group.hits.length}</span>
          </div>
          {group.hits.map((hit) => {
            const at = index++;
            return <HitLine key={hit.key} hit={hit} at={at} on={at === on} choose={() => choose(at)} go={go} />;
          })}
        </div>
      ))}
      {found.groups.length === 0 && !found.problem ? (
        <div className="blank" data-testid="palette-empty">
          {found.searching ? t('shared.searching') : t('shared.nothingFoundFor', { words: asked })}
          {found.searching ? null : <div className="small">{t('shared.nothingFoundHint')}</div>}
        </div>
      ) : null}
    </div>
  );
}

interface HitLineProps {
  hit: Hit;
  at: number;
  on: boolean;
  choose: () => void;
  go: (hit: Hit, elsewhere: boolean) => void;
}

function HitLine({ hit, at, on, choose, go }: HitLineProps) {
  const click = (event: MouseEvent) => {
    event.preventDefault();
    go(hit, event.metaKey || event.ctrlKey);
  };
  return (
    <a
      id={`palette-hit-${at}`}
      role="option"
      aria-selected={on}
      tabIndex={-1}
      className={on ? 'palette-item on' : 'palette-item'}
      href={hit.path ?? '#'}
      onMouseMove={choose}
      onClick={click}
    >
      {hit.icon}
      <span className="grow">{hit.text}</span>
      {hit.extra}
    </a>
  );
}
