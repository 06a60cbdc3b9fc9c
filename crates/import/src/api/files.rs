//! Files that come and go.

use crate::domain::{FILE_BYTES, ImportRefusal};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use export::domain::Format;
use platform::http::Problem;

/// The whole of a file that is sent, as long as it may be.
///
/// # Errors
/// `import.file_too_large`.
pub(crate) async fn received(body: Body) -> Result<Vec<u8>, Problem> {
    let most = FILE_BYTES;
    let bytes = to_bytes(body, most).await;
    let bytes = bytes.map_err(|_| Problem::from(ImportRefusal::FileTooLarge { most }))?;
    Ok(bytes.to_vec())
}

/// A file under a name.
///
/// # Errors
/// The name cannot stand in a header.
pub(crate) fn sent(name: &str, format: Format, content: Vec<u8>) -> Result<Response, Problem> {
    let named = format!("attachment; filename=\"{name}.{}\"", format.ending());
    let named = HeaderValue::from_str(&named).map_err(|cause| Problem::internal(&cause))?;
    let kind = HeaderValue::from_static(format.media_type());
    let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, named)];
    Ok((head, content).into_response())
}
