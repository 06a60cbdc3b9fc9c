//! The file that somebody fills in.

use super::error::Result;
use super::sheet::{Sheet, csv, xlsx};
use crate::domain::{Column, ColumnKind, Entity};
use export::domain::Format;

/// The template of a kind: its headings, and in a spreadsheet a second page that explains them.
///
/// # Errors
/// [`super::error::ImportError::File`].
pub fn template(entity: &Entity, format: Format, english: bool) -> Result<Vec<u8>> {
    let named = |column: &Column| if english { column.en } else { column.zh }.to_owned();
    let headings: Vec<String> = entity.columns.iter().map(named).collect();
    match format {
        Format::Csv => csv(&[headings]),
        Format::Xlsx => xlsx(&[
            Sheet {
                name: if english { entity.en } else { entity.zh },
                rows: vec![headings],
            },
            Sheet {
                name: if english { "How to fill in" } else { "填写说明" },
                rows: explained(entity, english),
            },
        ]),
    }
}

fn explained(entity: &Entity, english: bool) -> Vec<Vec<String>> {
    let titles = if english {
        ["Column", "Key", "Required", "Example", "Values", "Meaning"]
    } else {
        ["列名", "字段", "必填", "示例", "可选值", "说明"]
    };
    let yes = if english { "yes" } else { "是" };
    let row = |column: &Column| {
        vec![
            if english { column.en } else { column.zh }.to_owned(),
            column.key.to_owned(),
            if column.required { yes } else { "" }.to_owned(),
            column.example.to_owned(),
            values_of(column, english),
            if english { column.means_en } else { column.means_zh }.to_owned(),
        ]
    };
    std::iter::once(titles.map(str::to_owned).to_vec())
        .chain(entity.columns.iter().map(row))
        .collect()
}

fn values_of(column: &Column, english: bool) -> String {
    let ColumnKind::Choice(choices) = column.kind else {
        return String::new();
    };
    let word =
        |choice: &crate::domain::Choice| format!("{} = {}", choice.code, if english { choice.en } else { choice.zh });
    choices.iter().map(word).collect::<Vec<_>>().join("; ")
}
