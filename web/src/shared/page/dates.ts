import dayjs from 'dayjs';

/** Instants are shown in the reader's own time zone; business dates are shown as they are. */
export function moment(at: string | null | undefined): string {
  if (!at) return '—';
  const time = dayjs(at);
  return time.isValid() ? time.format('YYYY-MM-DD HH:mm:ss') : at;
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text).isValid();
}
