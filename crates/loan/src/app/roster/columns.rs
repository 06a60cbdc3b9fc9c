//! What the roster holds of each loan: a column for everything that lists filter, order and sum by. Words that many loans
//! share stand in a dictionary; a column holds their places in it.

use crate::app::error::Result;
use crate::app::store;
use kernel::Currency;
use platform::Row;
use std::collections::HashMap;
use std::hash::Hash;
use uuid::Uuid;

/// Words that rows share, each once.
#[derive(Debug)]
pub(super) struct Shared<T> {
    words: Vec<T>,
    places: HashMap<T, u32>,
    rows: Vec<u32>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self {
            words: Vec::new(),
            places: HashMap::new(),
            rows: Vec::new(),
        }
    }
}

impl<T: Eq + Hash + Clone> Shared<T> {
    fn set<Q: Hash + Eq + ToOwned<Owned = T> + ?Sized>(&mut self, row: usize, word: &Q)
    where
        T: std::borrow::Borrow<Q>,
    {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.words.len()).expect("fewer words than rows");
                self.words.push(word.to_owned());
                self.places.insert(word.to_owned(), place);
                place
            }
        };
        put(&mut self.rows, row, place);
    }

    /// The word of a row.
    pub(super) fn of(&self, row: usize) -> &T {
        &self.words[self.rows[row] as usize]
    }

    /// Tells of rows whether their word passes; each word is looked at once.
    pub(super) fn passing(&self, holds: impl Fn(&T) -> bool) -> impl Fn(usize) -> bool + '_ {
        let passes: Vec<bool> = self.words.iter().map(holds).collect();
        move |row| passes[self.rows[row] as usize]
    }
}

/// The statuses as stored, in one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Pending,
    Active,
    Closed,
    ChargedOff,
}

impl Standing {
    /// The standing that a stored or asked code names.
    pub(super) fn named(code: &str) -> Option<Self> {
        match code {
            "pending" => Some(Self::Pending),
            "active" => Some(Self::Active),
            "closed" => Some(Self::Closed),
            "charged_off" => Some(Self::ChargedOff),
            _ => None,
        }
    }
}

/// All loans, column by column; a row's place never changes. Amounts in minor units, dates in days since 1970.
#[derive(Debug, Default)]
pub(super) struct Columns {
    places: HashMap<Uuid, u32>,
    numbers: Vec<(u32, u16)>,
    letters: Vec<u8>,
    pub(super) id: Vec<Uuid>,
    pub(super) customer: Vec<Uuid>,
    pub(super) product: Shared<Uuid>,
    pub(super) product_code: Shared<String>,
    pub(super) organisation: Shared<Uuid>,
    pub(super) officer: Shared<String>,
    pub(super) purpose: Shared<String>,
    pub(super) currency: Shared<Currency>,
    pub(super) method: Shared<String>,
    pub(super) status: Vec<Standing>,
    pub(super) principal: Vec<i64>,
    pub(super) rate_e10: Vec<i64>,
    pub(super) periods: Vec<i64>,
    pub(super) disbursed_on: Vec<i32>,
    pub(super) maturity_on: Vec<i32>,
    pub(super) closed_on: Vec<Option<i32>>,
    /// Principal owed, due or not.
    pub(super) outstanding: Vec<i64>,
    pub(super) principal_due: Vec<i64>,
    /// Principal, interest and fees due and unpaid.
    pub(super) due: Vec<i64>,
    pub(super) next_due_on: Vec<Option<i32>>,
    pub(super) next_due_amount: Vec<i64>,
    pub(super) oldest_unpaid: Vec<Option<i32>>,
}

/// Sets a cell of a row that is there or the next one.
fn put<T>(column: &mut Vec<T>, row: usize, value: T) {
    if row == column.len() {
        column.push(value);
    } else {
        column[row] = value;
    }
}

fn day(number: i64) -> i32 {
    i32::try_from(number).expect("days since 1970 fit in 32 bits")
}

impl Columns {
    /// How many loans.
    pub(super) fn len(&self) -> usize {
        self.id.len()
    }

    /// The place of a loan.
    pub(super) fn place(&self, id: Uuid) -> Option<usize> {
        self.places.get(&id).map(|place| *place as usize)
    }

    /// A loan's number, as the bytes by which numbers are ordered.
    pub(super) fn number(&self, row: usize) -> &[u8] {
        let (from, length) = self.numbers[row];
        &self.letters[from as usize..from as usize + usize::from(length)]
    }

    /// Takes a row as [`crate::app::store_feed`] reads it: a new loan, or what became of one.
    pub(super) fn take(&mut self, row: &Row) -> Result<()> {
        let currency = store::currency(row.text(7))?;
        let status = Standing::named(row.text(12))
            .ok_or_else(|| crate::app::error::LoanFailure::Stored(format!("status {:?}", row.text(12))))?;
        let at = self.seat(row);
        put(&mut self.customer, at, row.id(2));
        self.product.set(at, &row.id(3));
        self.product_code.set(at, row.text(4));
        self.organisation.set(at, &row.id(5));
        self.officer.set(at, row.text(6));
        self.currency.set(at, &currency);
        self.method.set(at, row.text(8));
        put(&mut self.principal, at, row.int(9));
        put(&mut self.rate_e10, at, row.int(10));
        put(&mut self.periods, at, row.int(11));
        put(&mut self.status, at, status);
        put(&mut self.disbursed_on, at, day(row.int(13)));
        put(&mut self.maturity_on, at, day(row.int(14)));
        put(&mut self.closed_on, at, row.opt_int(15).map(day));
        put(&mut self.outstanding, at, row.int(16) + row.int(17));
        put(&mut self.principal_due, at, row.int(17));
        put(&mut self.due, at, row.int(17) + row.int(18) + row.int(19));
        put(&mut self.next_due_on, at, row.opt_int(20).map(day));
        put(&mut self.next_due_amount, at, row.int(21));
        put(&mut self.oldest_unpaid, at, row.opt_int(22).map(day));
        self.purpose.set(at, row.text(23));
        Ok(())
    }

    /// The row's place with its id and number; a new one when the loan is new.
    fn seat(&mut self, row: &Row) -> usize {
        let (id, number) = (row.id(0), row.text(1).as_bytes());
        let at = self.place(id).unwrap_or(self.id.len());
        if at == self.id.len() {
            self.id.push(id);
            self.places.insert(id, u32::try_from(at).expect("fewer than 2³² loans"));
        } else if self.number(at) == number {
            return at;
        }
        let from = u32::try_from(self.letters.len()).expect("numbers of loans fit in 4 GiB");
        self.letters.extend_from_slice(number);
        put(
            &mut self.numbers,
            at,
            (from, u16::try_from(number.len()).expect("a number is short")),
        );
        at
    }
}
