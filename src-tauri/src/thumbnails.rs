//! The protocol `thumbnail:`: small pictures of what the library holds, by the hash of the content.
//! It can name nothing else: what is no hash is refused.

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext};

use crate::Opened;

/// Answers one request.
pub fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let hash = request.uri().path().trim_start_matches('/');
    let library = &context.app_handle().state::<Opened>().library;
    let (status, body) = match library.thumbnail(hash) {
        Some(jpeg) => (StatusCode::OK, jpeg),
        None => (StatusCode::NOT_FOUND, Vec::new()),
    };
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "image/jpeg")
        .header(header::CACHE_CONTROL, "private, max-age=86400, immutable")
        .body(body)
        .unwrap_or_default()
}
