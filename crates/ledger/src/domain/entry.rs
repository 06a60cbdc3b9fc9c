//! Journal entries: immutable, balanced, reversed but never changed.

use super::account::{AccountCategory, Chart, Side};
use super::code::AccountCode;
use super::error::EntryError;
use kernel::{BusinessDate, Currency, EntryId, EventId, Money, OrgId};
use std::borrow::Cow;
use uuid::Uuid;

/// One line of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: AccountCode,
    /// The amount in minor units, debit positive, credit negative.
    pub amount_minor: i64,
    /// Written in red (红字): a negative amount on its side, which lowers that side's turnover instead of raising the
    /// other's.
    pub red: bool,
}

impl Posting {
    /// A debit; a negative amount is a red debit.
    #[must_use]
    pub const fn debit(account: AccountCode, amount_minor: i64) -> Self {
        Self {
            account,
            amount_minor,
            red: amount_minor < 0,
        }
    }

    /// A credit; a negative amount is a red credit.
    #[must_use]
    pub const fn credit(account: AccountCode, amount_minor: i64) -> Self {
        Self {
            account,
            amount_minor: amount_minor.saturating_neg(),
            red: amount_minor < 0,
        }
    }

    /// The side on which it is written.
    #[must_use]
    pub const fn side(&self) -> Side {
        if (self.amount_minor > 0) == self.red {
            Side::Credit
        } else {
            Side::Debit
        }
    }

    /// The amount as written on its side: negative when red.
    #[must_use]
    pub const fn written_minor(&self) -> i64 {
        self.side().reading(self.amount_minor)
    }

    /// The same line undone: the same side, the opposite amount.
    #[must_use]
    pub const fn undone(&self) -> Self {
        Self {
            account: self.account,
            amount_minor: self.amount_minor.saturating_neg(),
            red: !self.red,
        }
    }
}

/// What an entry is about; opaque to the ledger (a loan, mostly).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its id.
    pub id: Uuid,
    /// Its readable number when the entry was made.
    pub number: String,
}

/// Everything about an entry but its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHead {
    /// The entry's id.
    pub id: EntryId,
    /// The organisation in whose books it stands.
    pub org: OrgId,
    /// The business day on which it is booked.
    pub booked_on: BusinessDate,
    /// The one currency of its lines.
    pub currency: Currency,
    /// What kind of event it records, such as `disbursement`.
    pub kind: Cow<'static, str>,
    /// What it is about.
    pub subject: Option<Subject>,
    /// The event that caused it.
    pub event: Option<EventId>,
    /// A remark (摘要).
    pub memo: String,
}

/// A balanced journal entry (记账凭证).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    head: EntryHead,
    postings: Vec<Posting>,
    reverses: Option<EntryId>,
}

/// What a reversal adds to the entry that it undoes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReversalHead {
    /// The reversing entry's id.
    pub id: EntryId,
    /// The business day on which the reversal is booked.
    pub booked_on: BusinessDate,
    /// The event that caused the reversal.
    pub event: Option<EventId>,
    /// Why.
    pub memo: String,
}

impl JournalEntry {
    /// An entry of these lines. Lines on the same side of the same account become one, in order of appearance.
    ///
    /// # Errors
    /// The first of [`EntryError::NoPostings`], [`EntryError::AccountUnknown`], [`EntryError::AccountIsAHeading`],
    /// [`EntryError::ZeroPosting`], [`EntryError::AmountOutOfRange`], [`EntryError::Unbalanced`].
    pub fn new(head: EntryHead, postings: Vec<Posting>, chart: &Chart) -> Result<Self, EntryError> {
        if postings.is_empty() {
            return Err(EntryError::NoPostings);
        }
        let (mut on_book, mut off_book) = (0_i128, 0_i128);
        for posting in &postings {
            let account = chart.postable(posting.account)?;
            if posting.amount_minor == 0 {
                return Err(EntryError::ZeroPosting(posting.account));
            }
            let sum = if account.category == AccountCategory::OffBook {
                &mut off_book
            } else {
                &mut on_book
            };
            *sum += i128::from(posting.amount_minor);
        }
        let postings = merge(postings)?;
        match [on_book, off_book].into_iter().find(|sum| *sum != 0) {
            Some(difference_minor) => Err(EntryError::Unbalanced { difference_minor }),
            None => Ok(Self {
                head,
                postings,
                reverses: None,
            }),
        }
    }

    /// The red entry that undoes this one.
    ///
    /// # Errors
    /// [`EntryError::ReversalNotReversible`] when this is a reversal itself.
    pub fn reversal(&self, head: ReversalHead) -> Result<Self, EntryError> {
        if self.reverses.is_some() {
            return Err(EntryError::ReversalNotReversible);
        }
        let ReversalHead {
            id,
            booked_on,
            event,
            memo,
        } = head;
        Ok(Self {
            head: EntryHead {
                id,
                booked_on,
                event,
                memo,
                ..self.head.clone()
            },
            postings: self.postings.iter().map(Posting::undone).collect(),
            reverses: Some(self.head.id),
        })
    }

    /// An entry as it was stored: checked when it was made, by `verify` ever after.
    pub(crate) const fn stored(head: EntryHead, postings: Vec<Posting>, reverses: Option<EntryId>) -> Self {
        Self {
            head,
            postings,
            reverses,
        }
    }

    /// Everything but the lines.
    #[must_use]
    pub const fn head(&self) -> &EntryHead {
        &self.head
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> EntryId {
        self.head.id
    }

    /// The lines.
    #[must_use]
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }

    /// The sum of its debits as written, which is that of its credits: negative when it is red.
    #[must_use]
    pub fn total_minor(&self) -> i64 {
        let debits = self.postings.iter().filter(|posting| posting.side() == Side::Debit);
        debits.fold(0, |sum, posting| posting.written_minor().saturating_add(sum))
    }

    /// The entry that this one reverses.
    #[must_use]
    pub const fn reverses(&self) -> Option<EntryId> {
        self.reverses
    }

    /// The readable number: see [`entry_no`].
    #[must_use]
    pub fn entry_no(&self) -> String {
        entry_no(self.head.booked_on, self.head.id)
    }
}

/// Lines of an entry whose amounts are [`Money`]: another currency is refused at once.
///
/// # Errors
/// [`EntryError::CurrencyMixed`].
pub fn money_posting(
    side: Side,
    account: AccountCode,
    amount: Money,
    currency: Currency,
) -> Result<Posting, EntryError> {
    if amount.currency() != currency {
        return Err(EntryError::CurrencyMixed {
            expected: currency,
            found: amount.currency(),
        });
    }
    Ok(match side {
        Side::Debit => Posting::debit(account, amount.minor()),
        Side::Credit => Posting::credit(account, amount.minor()),
    })
}

/// The readable number of an entry: its day and the last eight base-32 digits of its id (`20250120-7F3K9Q2A`). It needs
/// no sequence, so that many nodes may post at once.
#[must_use]
pub fn entry_no(booked_on: BusinessDate, id: EntryId) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let (year, month, day) = booked_on.date().ymd();
    let low = id.uuid().as_u128();
    let tail = (0..8).rev().map(|i| char::from(DIGITS[(low >> (5 * i)) as usize & 31]));
    format!("{year:04}{month:02}{day:02}-{}", tail.collect::<String>())
}

fn merge(postings: Vec<Posting>) -> Result<Vec<Posting>, EntryError> {
    let mut merged: Vec<Posting> = Vec::with_capacity(postings.len());
    for posting in postings {
        let same =
            |m: &&mut Posting| m.account == posting.account && m.red == posting.red && m.side() == posting.side();
        match merged.iter_mut().find(same) {
            Some(line) => {
                line.amount_minor = line
                    .amount_minor
                    .checked_add(posting.amount_minor)
                    .ok_or(EntryError::AmountOutOfRange(posting.account))?;
            }
            None => merged.push(posting),
        }
    }
    Ok(merged)
}
