use super::cell;
use super::column::{Column, ColumnKind};
use super::fault::{CellFault, Fault};
use super::limits::CELL_CHARS;
use super::mapping::Mapping;
use super::table::Line;
use kernel::{AnnualRate, CivilDate};

/// A row under its columns. What cannot be read is noted, so that all faults of a row are told at once.
pub struct Record<'a> {
    columns: &'static [Column],
    mapping: &'a Mapping,
    line: &'a Line,
    faults: Vec<CellFault>,
}

impl<'a> Record<'a> {
    /// A row; cells that are empty though they must not be, or too long, are noted already.
    #[must_use]
    pub fn of(columns: &'static [Column], mapping: &'a Mapping, line: &'a Line) -> Self {
        let mut record = Self {
            columns,
            mapping,
            line,
            faults: Vec::new(),
        };
        for column in columns {
            match record.cell(column.key) {
                None if column.required => record.note(column.key, Fault::Empty),
                Some(text) if text.chars().count() > CELL_CHARS => {
                    record.note(column.key, Fault::TooLong { most: CELL_CHARS });
                }
                _ => {}
            }
        }
        record
    }

    /// Its place in the file.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.line.number
    }

    /// A text; none when the cell is empty.
    pub fn text(&mut self, key: &'static str) -> Option<&'a str> {
        let text = self.cell(key)?;
        if cell::is_scientific(text) {
            self.note(key, Fault::Scientific);
            return None;
        }
        Some(text)
    }

    /// An amount as digits, to be read in its currency.
    pub fn amount(&mut self, key: &'static str) -> Option<String> {
        self.read(key, cell::parse_amount)
    }

    /// A rate.
    pub fn rate(&mut self, key: &'static str) -> Option<AnnualRate> {
        self.read(key, cell::parse_rate)
    }

    /// A whole number.
    pub fn whole(&mut self, key: &'static str) -> Option<u32> {
        self.read(key, cell::parse_whole)
    }

    /// A day.
    pub fn date(&mut self, key: &'static str) -> Option<CivilDate> {
        self.read(key, cell::parse_date)
    }

    /// The code of one of the column's values.
    pub fn choice(&mut self, key: &'static str) -> Option<&'static str> {
        let choices = match self.columns.iter().find(|column| column.key == key)?.kind {
            ColumnKind::Choice(choices) => choices,
            _ => &[],
        };
        self.read(key, |text| {
            let is = |name: &str| name.eq_ignore_ascii_case(text);
            let found = choices.iter().find(|one| is(one.code) || is(one.zh) || is(one.en));
            let allowed = || choices.iter().map(|one| one.code).collect();
            found
                .map(|one| one.code)
                .ok_or_else(|| Fault::NotAChoice { allowed: allowed() })
        })
    }

    /// What was noted; none when the row can be read.
    #[must_use]
    pub fn faults(self) -> Vec<CellFault> {
        self.faults
    }

    /// Whether something was noted.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        !self.faults.is_empty()
    }

    fn cell(&self, key: &str) -> Option<&'a str> {
        let column = self.columns.iter().position(|column| column.key == key)?;
        let place = self.mapping.places[column]?;
        let text = self.line.cells.get(place)?.as_str();
        (!text.is_empty()).then_some(text)
    }

    fn read<T>(&mut self, key: &'static str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
        match read(self.cell(key)?) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.note(key, fault);
                None
            }
        }
    }

    fn note(&mut self, column: &'static str, fault: Fault) {
        if !self.faults.iter().any(|known| known.column == column) {
            self.faults.push(CellFault { column, fault });
        }
    }
}
