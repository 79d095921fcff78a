//! The protocol `rummage:`: `thumbnail/HASH`, `picture/HASH` and `page/HASH/NUMBER`, as JPEG. It
//! serves what the library holds and can name nothing else.

use rummage_engine::Library;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::desktop::Desktop;

/// Answers one request, not on the window's thread.
pub fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let found = match app.try_state::<Desktop>() {
            Some(desktop) => find(&desktop.library, request.uri().path()).await,
            None => None,
        };
        let (status, caching, body) = match found {
            // A hash names the same bytes for ever.
            Some(jpeg) => (StatusCode::OK, "private, max-age=86400, immutable", jpeg),
            None => (StatusCode::NOT_FOUND, "no-store", Vec::new()),
        };
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::CACHE_CONTROL, caching)
            .header("X-Content-Type-Options", "nosniff")
            .body(body);
        responder.respond(response.unwrap_or_default());
    });
}

async fn find(library: &Library, path: &str) -> Option<Vec<u8>> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts[..] {
        ["thumbnail", content] => library.held_thumbnail(content).await,
        ["picture", content] => library.picture(content).await.ok(),
        ["page", content, number] => {
            let page = number.parse().ok()?;
            library.page_picture(content, page).await.ok()
        }
        _ => None,
    }
}
