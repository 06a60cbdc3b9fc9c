//! Posting rules: which accounts a movement of money touches, as dated data.

use super::account::{AccountCategory, Chart};
use super::code::AccountCode;
use super::entry::Posting;
use super::error::EntryError;
use kernel::BusinessDate;

/// How one kind of movement is posted from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingRule {
    /// The movement, such as `principal_paid`.
    pub movement: String,
    /// The first business day on which the rule holds.
    pub valid_from: BusinessDate,
    /// The account debited.
    pub debit: AccountCode,
    /// The account credited.
    pub credit: AccountCode,
    /// The standard from which the rule comes.
    pub source: String,
}

/// All versions of all rules.
#[derive(Debug, Clone, Default)]
pub struct PostingRuleBook {
    rules: Vec<PostingRule>,
}

/// The rules of one day.
#[derive(Debug, Clone, Default)]
pub struct PostingRules {
    rules: Vec<PostingRule>,
}

impl PostingRuleBook {
    /// A book of these rules.
    ///
    /// # Errors
    /// [`EntryError::AccountUnknown`] or [`EntryError::AccountIsAHeading`] when a rule names an account that takes no
    /// postings, [`EntryError::Unbalanced`] when it joins an off-book account with one in the books.
    pub fn new(mut rules: Vec<PostingRule>, chart: &Chart) -> Result<Self, EntryError> {
        for rule in &rules {
            let off_book = |code| chart.postable(code).map(|a| a.category == AccountCategory::OffBook);
            if off_book(rule.debit)? != off_book(rule.credit)? {
                return Err(EntryError::Unbalanced { difference_minor: 0 });
            }
        }
        rules.sort_by(|a, b| (&a.movement, a.valid_from).cmp(&(&b.movement, b.valid_from)));
        Ok(Self { rules })
    }

    /// The rules that hold on a day: of each movement the latest version that has begun.
    #[must_use]
    pub fn as_of(&self, on: BusinessDate) -> PostingRules {
        let mut rules: Vec<PostingRule> = Vec::new();
        for rule in self.rules.iter().filter(|rule| rule.valid_from <= on) {
            match rules.last_mut() {
                Some(last) if last.movement == rule.movement => *last = rule.clone(),
                _ => rules.push(rule.clone()),
            }
        }
        PostingRules { rules }
    }
}

impl PostingRules {
    /// The two lines of a movement: none for zero, red ones for a negative amount.
    ///
    /// # Errors
    /// [`EntryError::MovementUnknown`] when no rule covers the movement.
    pub fn lines(&self, movement: &str, amount_minor: i64) -> Result<Vec<Posting>, EntryError> {
        let mut lines = Vec::with_capacity(2);
        self.append(&mut lines, movement, amount_minor)?;
        Ok(lines)
    }

    /// Appends the lines of a movement, as [`PostingRules::lines`] makes them.
    ///
    /// # Errors
    /// [`EntryError::MovementUnknown`] when no rule covers the movement.
    pub fn append(&self, lines: &mut Vec<Posting>, movement: &str, amount_minor: i64) -> Result<(), EntryError> {
        let found = self.rules.binary_search_by(|rule| rule.movement.as_str().cmp(movement));
        let rule = &self.rules[found.map_err(|_| EntryError::MovementUnknown(movement.to_owned()))?];
        if amount_minor != 0 {
            lines.push(Posting::debit(rule.debit, amount_minor));
            lines.push(Posting::credit(rule.credit, amount_minor));
        }
        Ok(())
    }

    /// The rule of a movement.
    #[must_use]
    pub fn find(&self, movement: &str) -> Option<&PostingRule> {
        self.rules.iter().find(|rule| rule.movement == movement)
    }
}
