import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { type Day, monthOf } from './year';

interface YearGridProps {
  year: number;
  weekend: number[];
  days: Day[];
  today: string | undefined;
  /** Lets days be changed by a click. */
  onTurn?: ((date: string) => void) | undefined;
}

/** A year as twelve months: what is off, what is worked in exchange. The kind of a day is told by a sign, not by colour alone. */
export function YearGrid({ year, weekend, days, today, onTurn }: YearGridProps) {
  const { t, i18n } = useTranslation();
  const known = new Map(days.map((day) => [day.date, day]));
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((day) => t(`reference.weekday${day}`));
  return (
    <div className="year-grid" data-testid="year-grid">
      {Array.from({ length: 12 }, (_, month) => {
        const { blanks, cells } = monthOf(year, month, known, weekend);
        return (
          <section key={month} aria-label={dayjs(new Date(year, month, 1)).format('YYYY-MM')}>
            <h3 className="num">{new Date(year, month, 1).toLocaleDateString(i18n.language, { month: 'long' })}</h3>
            <div className="days">
              {weekdays.map((day) => (
                <span key={day} className="weekday">
                  {day}
                </span>
              ))}
              {blanks > 0 ? <span style={{ gridColumn: `span ${blanks}` }} /> : null}
              {cells.map((cell) => {
                const kind = cell.named?.kind ?? (cell.worked ? 'plain' : 'weekend');
                const sign = cell.named ? t(cell.named.kind === 'holiday' ? 'reference.signOff' : 'reference.signWorked') : '';
                const label = `${cell.date}${cell.named ? ` ${cell.named.name} ${t(`reference.${cell.named.kind}`)}` : ''}`;
                const content = (
                  <>
                    {cell.day}
                    {sign ? <sup>{sign}</sup> : null}
                  </>
                );
                const className = `day ${kind} ${cell.date === today ? 'today' : ''}`;
                return onTurn ? (
                  <button key={cell.date} type="button" className={className} title={label} aria-label={label} onClick={() => onTurn(cell.date)}>
                    {content}
                  </button>
                ) : (
                  <span key={cell.date} className={className} title={label}>
                    {content}
                  </span>
                );
              })}
            </div>
          </section>
        );
      })}
    </div>
  );
}
