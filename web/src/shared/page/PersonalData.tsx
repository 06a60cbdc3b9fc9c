import { Watermark } from 'antd';
import dayjs from 'dayjs';
import type { ReactNode } from 'react';
import { useSession } from '../../access/session';
import { usePreferences } from '../shell/preferences';

/** Pages with personal data bear a faint mark of who looks at them and when. */
export function PersonalData({ children }: { children: ReactNode }) {
  const { user } = useSession();
  const { theme } = usePreferences();
  const ink = theme === 'dark' ? 'rgba(255,255,255,0.04)' : 'rgba(20,40,80,0.04)';
  return (
    <Watermark
      content={[user.login, dayjs().format('YYYY-MM-DD HH:mm')]}
      gap={[160, 140]}
      font={{ fontSize: 13, color: ink }}
      style={{ minHeight: '100%', overflow: 'visible' }}
    >
      {children}
    </Watermark>
  );
}
