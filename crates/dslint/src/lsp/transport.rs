//! Messages over standard input and output, one thread each way. What is no message is told and skipped: the stream goes on
//! behind it.

use std::io::{self, BufRead, Read as _, Write};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use lsp_server::{ErrorCode, Message, RequestId};
use serde_json::{Value, json};

/// No editor sends such a message.
const LARGEST_BODY: u64 = 256 * 1024 * 1024;
/// What is longer is no header line.
const LONGEST_LINE: u64 = 64 * 1024;

/// What came in.
#[derive(Debug)]
pub(crate) enum Incoming {
    Message(Message),
    /// Bytes that are no message.
    Malformed(Malformed),
}

/// Why something is no message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) code: i32,
    pub(crate) why: String,
    /// Which request it was, where that can be told.
    pub(crate) id: Option<RequestId>,
}

/// What goes out.
#[derive(Debug)]
pub(crate) enum Outgoing {
    Message(Message),
    /// The answer to something that is no message.
    Refusal(Malformed),
}

/// Reads until the client closes the stream; then the channel ends.
pub(crate) fn reader(input: impl io::Read + Send + 'static) -> Receiver<Incoming> {
    // A client that sends faster than it is served waits.
    let (sender, receiver) = bounded(64);
    thread::spawn(move || {
        let mut input = io::BufReader::new(input);
        while let Ok(Some(incoming)) = read(&mut input) {
            if sender.send(incoming).is_err() {
                break;
            }
        }
    });
    receiver
}

/// Writes until the sender is dropped or the client is gone.
pub(crate) fn writer(mut output: impl Write + Send + 'static) -> (Sender<Outgoing>, JoinHandle<()>) {
    let (sender, receiver) = unbounded::<Outgoing>();
    let thread = thread::spawn(move || {
        for outgoing in receiver {
            if write(&mut output, &outgoing).is_err() {
                break;
            }
        }
    });
    (sender, thread)
}

fn write(output: &mut impl Write, outgoing: &Outgoing) -> io::Result<()> {
    match outgoing {
        Outgoing::Message(message) => message.write(output),
        Outgoing::Refusal(malformed) => {
            let error = json!({ "code": malformed.code, "message": malformed.why });
            let body = json!({ "jsonrpc": "2.0", "id": malformed.id, "error": error }).to_string();
            write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
            output.flush()
        }
    }
}

/// The next message, or what stands in its place. `None` at the end of the stream.
fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else { return Ok(None) };
    let malformed =
        |code: ErrorCode, why: String| Ok(Some(Incoming::Malformed(Malformed { code: code as i32, why, id: None })));
    let Some(length) = length else {
        return malformed(ErrorCode::ParseError, "a header without a Content-Length".to_owned());
    };
    if length > LARGEST_BODY {
        io::copy(&mut input.take(length), &mut io::sink())?;
        return malformed(ErrorCode::InvalidRequest, format!("a message of {length} bytes is too large"));
    }
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    Ok(Some(message(&body).map_or_else(Incoming::Malformed, Incoming::Message)))
}

/// The length that a header tells. `None` at the end of the stream.
fn header(input: &mut impl BufRead) -> io::Result<Option<Option<u64>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            return Ok(Some(length));
        }
        // Lines that are no header are passed over.
        if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn message(body: &[u8]) -> Result<Message, Malformed> {
    let value: Value = serde_json::from_slice(body).map_err(|error| Malformed {
        code: ErrorCode::ParseError as i32,
        why: format!("no JSON: {error}"),
        id: None,
    })?;
    let given = value.get("id").filter(|id| !id.is_null()).cloned();
    let id: Option<RequestId> = given.clone().and_then(|id| serde_json::from_value(id).ok());
    let invalid = |why: &str| Malformed { code: ErrorCode::InvalidRequest as i32, why: why.to_owned(), id: id.clone() };
    if given.is_some() && id.is_none() {
        // It would be taken for a notification.
        return Err(invalid("an id is a string or a 32-bit integer"));
    }
    serde_json::from_value(value).map_err(|_| invalid("neither a request nor a notification nor a response"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn all(stream: &str) -> Vec<String> {
        let mut input = stream.as_bytes();
        let mut shown = Vec::new();
        while let Some(incoming) = read(&mut input).unwrap() {
            shown.push(match incoming {
                Incoming::Message(Message::Request(it)) => format!("request {}", it.method),
                Incoming::Message(Message::Notification(it)) => format!("notification {}", it.method),
                Incoming::Message(Message::Response(it)) => format!("response {}", it.id),
                Incoming::Malformed(it) => format!("{} {:?}", it.code, it.id.map(|id| id.to_string())),
            });
        }
        shown
    }

    #[test]
    fn goes_on_behind_what_is_no_message() {
        let stream = [
            framed(r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#),
            framed("{ nonsense"),
            framed("[]"),
            framed(r#"{"id":7}"#),
            framed(r#"{"id":1.5,"method":"b"}"#),
            "Content-Type: x\r\n\r\n".to_owned(),
            "garbage\r\n".to_owned() + &framed(r#"{"method":"c"}"#),
            framed(r#"{"id":"x","result":null}"#),
        ];
        let expected = [
            "request a",
            "-32700 None",
            "-32600 None",
            "-32600 Some(\"7\")",
            "-32600 None",
            "-32700 None",
            "notification c",
            "response \"x\"",
        ];
        assert_eq!(all(&stream.concat()), expected);
    }

    #[test]
    fn a_stream_that_breaks_off_is_at_its_end() {
        assert!(all("Content-Length: 10\r\n\r\n{}").is_empty());
        assert!(all("Content-Len").is_empty());
    }

    #[test]
    fn a_refusal_has_no_id() {
        let mut out = Vec::new();
        let refusal = Malformed { code: -32700, why: "no JSON".to_owned(), id: None };
        write(&mut out, &Outgoing::Refusal(refusal)).unwrap();
        let text = String::from_utf8(out).unwrap();
        let (header, body) = text.split_once("\r\n\r\n").unwrap();
        assert_eq!(header, format!("Content-Length: {}", body.len()));
        assert_eq!(serde_json::from_str::<Value>(body).unwrap()["id"], Value::Null);
    }
}
