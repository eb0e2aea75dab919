//! The state of the server, and what each message does to it. Whatever needs an analysis waits until there is one of the
//! texts as they are; until then the last good one stays with the client.

mod notifications;
mod requests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use gen_lsp_types::{MessageType, PublishDiagnosticsParams, Uri};
use lsp_server::{ErrorCode, Message, Notification, ReqQueue, Request, RequestId, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::client::Client;
use super::documents::Documents;
use super::options::Options;
use super::pull;
use super::snapshot::Job;
use super::status::{self, State, Status};
use super::targets::Targets;
use super::transport::{Incoming, Outgoing};
use super::uri;
use super::view::View;
use super::worker::Outcome;
use crate::exit::Exit;
use crate::paths;

use requests::Ask;

/// Whoever types goes on within that time; an analysis in between would be in vain.
const PAUSE: Duration = Duration::from_millis(50);
/// Names the progress of the first analysis.
const PROGRESS: &str = "dslint/first-analysis";

/// How far the conversation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// What the client was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Settings,
    Progress,
    /// Something whose answer changes nothing.
    Other,
}

/// The settings of the editor in the order in which they count.
#[derive(Debug, Default)]
struct Layers {
    settings: Options,
    initial: Options,
    arguments: Options,
}

/// The server.
pub(crate) struct Server {
    phase: Phase,
    client: Client,
    layers: Layers,
    no_config: bool,
    documents: Documents,
    targets: Targets,
    queue: ReqQueue<(), Asked>,
    /// Requests that need an analysis, in the order they came.
    waiting: Vec<(RequestId, Ask)>,
    /// What the client was told last about each file.
    published: BTreeMap<PathBuf, u64>,
    /// What it would be told about all of them, when it asks itself.
    said: u64,
    /// What went wrong last, by target, so that it is told once.
    troubles: BTreeMap<PathBuf, String>,
    /// What it was told last in a line.
    status: Option<Status>,
    is_analyzing: bool,
    is_in_progress: bool,
    /// When the next analysis is to be started.
    due: Option<Instant>,
    outbox: Sender<Outgoing>,
    jobs: Sender<Job>,
}

impl Server {
    /// A server that nobody has spoken to. `arguments` are those of the command line.
    pub(crate) fn new(arguments: Options, no_config: bool, outbox: Sender<Outgoing>, jobs: Sender<Job>) -> Server {
        Server {
            phase: Phase::New,
            client: Client::default(),
            layers: Layers { arguments, ..Layers::default() },
            no_config,
            documents: Documents::default(),
            targets: Targets::default(),
            queue: ReqQueue::default(),
            waiting: Vec::new(),
            published: BTreeMap::new(),
            said: 0,
            troubles: BTreeMap::new(),
            status: None,
            is_analyzing: false,
            is_in_progress: false,
            due: None,
            outbox,
            jobs,
        }
    }

    /// When [`Server::start`] is to be called.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| !self.is_analyzing)
    }

    /// Takes a message. `Some` is the end.
    pub(crate) fn receive(&mut self, incoming: Incoming) -> Option<Exit> {
        match incoming {
            Incoming::Message(Message::Request(request)) => self.request(request),
            Incoming::Message(Message::Notification(notification)) => {
                if notification.method == "exit" {
                    return Some(self.end());
                }
                self.notification(notification);
            }
            Incoming::Message(Message::Response(response)) => self.response(response),
            Incoming::Malformed(malformed) => self.post(Outgoing::Refusal(malformed)),
        }
        None
    }

    /// How it ends when nothing more comes.
    pub(crate) fn end(&self) -> Exit {
        if self.phase == Phase::ShutDown { Exit::Clean } else { Exit::Disconnected }
    }

    /// Starts the next analysis, if there is something to analyse.
    pub(crate) fn start(&mut self) {
        if self.is_analyzing {
            return;
        }
        self.due = None;
        let Some(target) = self.targets.unsettled() else { return };
        let Layers { settings, initial, arguments } = &self.layers;
        let job = Job {
            target: target.root.clone(),
            revision: target.revision,
            overlay: self.documents.overlay(),
            options: settings.clone().or(initial).or(arguments),
            no_config: self.no_config,
        };
        self.is_analyzing = self.jobs.send(job).is_ok();
        self.tell_status();
    }

    /// Takes what came of an analysis.
    pub(crate) fn finish(&mut self, outcome: Outcome) {
        self.is_analyzing = false;
        let target = outcome.target.clone();
        match self.targets.take(outcome) {
            Some(why) => {
                if self.troubles.get(&target) != Some(&why) {
                    self.message(MessageType::Error, &format!("dslint: {why}"));
                    self.troubles.insert(target, why);
                }
            }
            None => {
                self.troubles.remove(&target);
            }
        }
        self.tell();
        if self.targets.unsettled().is_some() && (self.due.is_none() || !self.waiting.is_empty()) {
            self.start();
        }
    }

    /// The texts are others than those that were analysed. Whoever waits for an answer does not wait for a pause, too.
    fn change(&mut self, touch: impl FnOnce(&mut Targets)) {
        touch(&mut self.targets);
        if self.targets.unsettled().is_some() {
            self.due = Some(Instant::now() + PAUSE);
        }
    }

    /// Brings the client up to date, as far as it is known what holds.
    fn tell(&mut self) {
        if self.phase != Phase::Running {
            return;
        }
        if self.client.pulls {
            self.refresh()
        } else {
            self.publish()
        }
        self.answer();
        self.tell_status();
        if self.is_in_progress && self.targets.unsettled().is_none() {
            self.is_in_progress = false;
            self.notify("$/progress", json!({ "token": PROGRESS, "value": { "kind": "end" } }));
        }
    }

    fn publish(&mut self) {
        let mut paths = self.targets.paths();
        paths.extend(self.published.keys().chain(self.documents.paths()).cloned());
        for path in paths.into_iter().filter(|path| self.targets.is_settled_for(path)).collect::<Vec<_>>() {
            let diagnostics = self.view().diagnostics(&path);
            let hash = pull::hash(&diagnostics);
            let document = self.documents.get(&path);
            let is_nothing = diagnostics.is_empty() && document.is_none();
            let before = match is_nothing {
                true => self.published.remove(&path),
                false => self.published.insert(path.clone(), hash),
            };
            if before == Some(hash) || (is_nothing && before.is_none()) {
                continue;
            }
            let version = document.map(|document| document.version).filter(|_| self.client.compares_versions);
            let params = PublishDiagnosticsParams { uri: self.view().uri(&path), version, diagnostics };
            self.notify("textDocument/publishDiagnostics", params);
        }
    }

    /// Says in a line how things are.
    fn tell_status(&mut self) {
        if !self.client.shows_status || self.phase != Phase::Running {
            return;
        }
        let state = match (self.targets.unsettled(), self.troubles.is_empty()) {
            (Some(_), _) => State::Analyzing,
            (None, true) => State::Ready,
            (None, false) => State::Failed,
        };
        let status = Status::of(state, &self.targets);
        if self.status.as_ref() != Some(&status) {
            self.notify(status::METHOD, &status);
            self.status = Some(status);
        }
    }

    /// Asks the client to ask again when there is something else to say.
    fn refresh(&mut self) {
        if !self.client.refreshes || self.targets.unsettled().is_some() {
            return;
        }
        let all: Vec<_> = self.targets.paths().iter().flat_map(|path| self.view().diagnostics(path)).collect();
        let said = pull::hash(&all);
        if said != self.said {
            self.said = said;
            self.ask(Asked::Other, "workspace/diagnostic/refresh", Value::Null);
        }
    }

    /// Answers what waits for an analysis that is there now.
    fn answer(&mut self) {
        let (ready, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(|(_, ask)| self.is_ready(ask));
        self.waiting = waiting;
        for (id, ask) in ready {
            let result = self.result(&ask);
            self.respond(id, result);
        }
    }

    fn is_ready(&self, ask: &Ask) -> bool {
        match ask.path() {
            Some(path) => self.targets.is_settled_for(path),
            None => self.targets.unsettled().is_none(),
        }
    }

    fn view(&self) -> View<'_> {
        View { client: &self.client, documents: &self.documents, targets: &self.targets }
    }

    fn respond(&mut self, id: RequestId, result: Result<Value, (ErrorCode, String)>) {
        self.queue.incoming.complete(&id);
        let response = match result {
            Ok(value) => Response { id, response_result: Ok(value) },
            Err((code, why)) => Response::new_err(id, code as i32, why),
        };
        self.post(Outgoing::Message(response.into()));
    }

    fn ask(&mut self, asked: Asked, method: &str, params: impl Serialize) {
        let Request { id, .. } = self.queue.outgoing.register(method.to_owned(), Value::Null, asked);
        let params = serde_json::to_value(params).unwrap_or_default();
        self.post(Outgoing::Message(Request { id, method: method.to_owned(), params }.into()));
    }

    fn notify(&self, method: &str, params: impl Serialize) {
        let params = serde_json::to_value(params).unwrap_or_default();
        self.post(Outgoing::Message(Notification { method: method.to_owned(), params }.into()));
    }

    fn message(&self, kind: MessageType, text: &str) {
        self.notify("window/showMessage", json!({ "type": kind, "message": text }));
    }

    /// Where the client is gone, reading ends too.
    fn post(&self, outgoing: Outgoing) {
        let _ = self.outbox.send(outgoing);
    }
}

/// The real path of a URI, also of a file that is not there yet.
fn real(uri: &Uri) -> Option<PathBuf> {
    let path = uri::path(uri)?;
    Some(real_path(&path))
}

fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = paths::real(path) {
        return real;
    }
    let parent = path.parent().and_then(|parent| paths::real(parent).ok());
    match (parent, path.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => path.to_path_buf(),
    }
}
