/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands where something must.
    Empty,
    /// More characters than a cell may have.
    TooLong {
        /// The most.
        most: usize,
    },
    /// A number that a spreadsheet shortened: `1.10101E+17`. Its last digits are lost.
    Scientific,
    /// No day.
    NotADate,
    /// No whole number.
    NotAWhole,
    /// No amount.
    NotAnAmount,
    /// No rate.
    NotARate,
    /// None of the values.
    NotAChoice {
        /// The values.
        allowed: Vec<&'static str>,
    },
}

/// A cell that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// The column's key.
    pub column: &'static str,
    /// What is wrong.
    pub fault: Fault,
}
