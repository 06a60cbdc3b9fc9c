//! The loans of a list one by one, for a file: as many as there are, in the list's order, in one reading transaction.

use super::contract::PURPOSES;
use super::export_rows::{LoanColumn, Wording, cells};
use super::query_filter::{Conditions, LoanFilter, conditions};
use super::query_order::LoanOrder;
use super::query_rows::{COLUMNS, listed};
use crate::domain::ageing::Ageing;
use export::app::{ExportError, Rows};
use kernel::{CivilDate, ProductId};
use platform::Tx;
use std::collections::HashMap;

/// More versions of products than any lender has.
const PRODUCTS: i64 = 10_000;

/// The rows of a file: the chosen columns of all loans that a filter finds on a day.
#[must_use]
pub fn rows_of(
    filter: LoanFilter,
    (order, on): (LoanOrder, CivilDate),
    chosen: Vec<&'static LoanColumn>,
    english: bool,
) -> Rows {
    Box::new(move |tx, take| {
        let words = Wording {
            on,
            ageing: Ageing::on(on),
            names: product_names(tx)?,
            purposes: purposes(tx)?,
            english,
        };
        let (sql, params) = statement(&filter, order, on);
        tx.try_for_each(&sql, &params, |row| {
            let loan = listed(row).map_err(|error| ExportError::Rows(error.to_string()))?;
            cells(&loan, &chosen, &words, take)
        })
    })
}

/// All loans that a filter finds on a day, in an order.
#[cfg(test)]
pub(super) fn all_in_order(
    tx: &mut Tx,
    filter: &LoanFilter,
    order: LoanOrder,
    on: CivilDate,
) -> super::error::Result<Vec<super::listed::ListedLoan>> {
    let (sql, params) = statement(filter, order, on);
    tx.query(&sql, &params)?.iter().map(listed).collect()
}

fn statement(filter: &LoanFilter, order: LoanOrder, on: CivilDate) -> (String, Vec<platform::Value>) {
    let mut wanted = conditions(filter, on);
    wanted.scope(&filter.scope);
    let (column, inverted, partly) = order.column(on);
    let direction = |descending: bool| if descending { "DESC" } else { "ASC" };
    let gaps = partly.map_or(String::new(), |(has, _)| {
        let first = order.descending || order.field == "next_due_on";
        format!("CASE WHEN {has} THEN 0 ELSE 1 END {}, ", direction(!first))
    });
    let way = direction(order.descending != inverted);
    let Conditions { sql, params } = wanted;
    (
        format!("SELECT {COLUMNS} FROM loan l WHERE {sql} ORDER BY {gaps}{column} {way}, l.id {way}"),
        params,
    )
}

fn purposes(tx: &mut Tx) -> Result<HashMap<String, (String, String)>, ExportError> {
    let lists = reference::app::lists(tx, &[PURPOSES])?;
    let entries = lists.words().flat_map(|(_, list)| &list.entries);
    Ok(entries
        .map(|entry| (entry.code.clone(), (entry.zh.clone(), entry.en.clone())))
        .collect())
}

fn product_names(tx: &mut Tx) -> Result<HashMap<ProductId, (String, String)>, ExportError> {
    let products = product::list_products(tx, None, PRODUCTS);
    let products = products.map_err(|error| ExportError::Rows(error.to_string()))?;
    let named = |product: product::LoanProduct| (product.id, (product.name_zh, product.name_en));
    Ok(products.into_iter().map(named).collect())
}
