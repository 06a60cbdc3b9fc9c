//! The SQL of posts.

use platform::{DbError, Row, Tx, values};
use serde::{Deserialize, Serialize};

/// A post: what somebody is, beside what their roles let them do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Whether it is given to nobody any more.
    pub is_retired: bool,
    /// Users who have it and may sign in.
    pub users: i64,
}

const POSTS: &str = "SELECT p.code, p.name_zh, p.name_en, p.is_retired,
    (SELECT count(*) FROM app_user u WHERE u.post_code = p.code AND u.is_active = 1) FROM post p";

fn row_of(row: &Row) -> PostRow {
    PostRow {
        code: row.text(0).to_owned(),
        name_zh: row.text(1).to_owned(),
        name_en: row.text(2).to_owned(),
        is_retired: row.bool(3),
        users: row.int(4),
    }
}

/// All posts in order of code.
///
/// # Errors
/// [`DbError`].
pub fn list_posts(tx: &mut Tx) -> Result<Vec<PostRow>, DbError> {
    let rows = tx.query(&format!("{POSTS} ORDER BY p.code"), &[])?;
    Ok(rows.iter().map(row_of).collect())
}

pub(crate) fn find_post(tx: &mut Tx, code: &str) -> Result<Option<PostRow>, DbError> {
    let row = tx.query_opt(&format!("{POSTS} WHERE p.code = $1"), &values![code])?;
    Ok(row.as_ref().map(row_of))
}

pub(crate) fn insert_post(tx: &mut Tx, post: &PostRow) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO post (code, name_zh, name_en, is_retired) VALUES ($1, $2, $3, $4)",
        &values![&post.code, &post.name_zh, &post.name_en, post.is_retired],
    )?;
    Ok(())
}

pub(crate) fn update_post(tx: &mut Tx, post: &PostRow) -> Result<(), DbError> {
    tx.execute(
        "UPDATE post SET name_zh = $2, name_en = $3, is_retired = $4 WHERE code = $1",
        &values![&post.code, &post.name_zh, &post.name_en, post.is_retired],
    )?;
    Ok(())
}
