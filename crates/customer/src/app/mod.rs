//! The use cases of customer.

mod error;
mod sealed;
mod offered;
mod query;
mod query_list;
mod store;
mod classify_customer;
mod count_loans;
mod create_customer;
mod create_customers;
mod recognise;
mod reveal_customer;
mod reseal;

pub use classify_customer::{Classified, classify_customer};
pub use count_loans::{LoanCount, count_loans};
pub use create_customer::{Created, check_fields, create_customer};
pub use create_customers::{Intake, create_customers};
pub use error::CustomerError;
pub use offered::{check_offered, in_words, offered};
pub use query::{
    COLUMNS as LISTED, CustomerLabel, CustomerRow, find_customer, find_customer_ids, list_customer_labels,
    row_of as listed_customer,
};
pub use query_list::{CUSTOMERS, CustomerFilter, ask_customers};
pub use recognise::{Known, recognise};
pub use reseal::{count_sealed_customers, reseal_customers};
pub use reveal_customer::{RevealedCustomer, reveal_customer};
pub use store::Owner;
