//! Panics: caught, kept quiet, and told as one short message that asks for a report.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

/// Where and with what the last panic happened. Panics that the engine catches for a single file land here as well and are
/// simply overwritten or never shown.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// dslint failed.
#[derive(Debug, thiserror::Error)]
#[error("internal error: {what}")]
pub(crate) struct InternalError {
    what: String,
}

impl InternalError {
    /// What to do about it.
    pub(crate) fn help(&self) -> String {
        format!(
            "this is a defect of dslint {}, not of your code; please report it with the command line and the text above",
            env!("CARGO_PKG_VERSION")
        )
    }
}

/// Runs `action`; a panic becomes an error.
pub(crate) fn guard<T>(action: impl FnOnce() -> T) -> Result<T, InternalError> {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(|details| {
        let message = details.payload_as_str().unwrap_or("no message");
        let place = details.location().map(|place| format!(" ({}:{})", place.file(), place.line()));
        if let Ok(mut last) = LAST.lock() {
            *last = Some(format!("{message}{}", place.unwrap_or_default()));
        }
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(action));
    panic::set_hook(previous);
    outcome.map_err(|_| {
        let last = LAST.lock().ok().and_then(|mut last| last.take());
        InternalError { what: last.unwrap_or_else(|| "no message".to_owned()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(guard(|| 7).unwrap(), 7);
        let error = guard(|| panic!("lost at {}", "sea")).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("internal error: lost at sea (") && text.contains("internal.rs:"), "{text}");
        assert!(error.help().contains("please report it"));
    }
}
