//! What is wrong with a page, and where.

use std::ops::Range;

/// An error in a page, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct PageError {
    /// The path of the page, as it was given.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl PageError {
    /// An error of the page as a whole.
    pub(crate) fn at_start(path: &str, message: impl Into<String>) -> PageError {
        PageError { path: path.to_owned(), line: 1, column: 1, message: message.into() }
    }

    /// An error at a byte offset of the page's text.
    pub(crate) fn at_offset(path: &str, text: &str, offset: usize, message: impl Into<String>) -> PageError {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        PageError {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }
}

/// An error in the head, by its place in the head's text.
#[derive(Debug)]
pub(crate) struct HeadError {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

impl HeadError {
    pub(crate) fn new(span: Range<usize>, message: impl Into<String>) -> HeadError {
        HeadError { span, message: message.into() }
    }
}
