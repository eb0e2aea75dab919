//! Runs members symbolically to learn the state of the objects they build.
//!
//! A member is run path by path: an `if` splits a path in two unless its condition is known or was decided before on
//! the same path, the sections of a `switch` exclude each other, a loop runs its body once or not at all. Methods of the
//! analysed code are run where they are called, a few levels deep. Unknown calls change nothing, and what they return
//! remembers what it was made of.

mod call;
mod expr;
mod member;
mod stmt;

use crate::bind::{self, FileBinding};
use crate::scope::Resolver;
use crate::table::{DeclId, FileId, Place};
use crate::ty::Ty;
use crate::value::{Cell, Flow, ListState, Run, State, Tracked, Value};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::OnceLock;

/// More paths than this through one member are not followed.
const MAX_PATHS: usize = 48;

/// Calls are followed this deep.
const MAX_CALL_DEPTH: usize = 4;

/// Expressions evaluated for one member at most.
const MAX_STEPS: usize = 100_000;

/// The bound program: a table, its resolver and the bindings of the files, made when they are asked for.
#[derive(Debug)]
pub struct Program<'t> {
    /// Resolves names.
    pub resolver: Resolver<'t>,
    bindings: Vec<OnceLock<FileBinding>>,
}

impl<'t> Program<'t> {
    /// A program over a table.
    pub fn new(resolver: Resolver<'t>) -> Self {
        let files = resolver.table.file_count();
        Self { resolver, bindings: (0..files).map(|_| OnceLock::new()).collect() }
    }

    /// What the names of a file mean.
    pub fn binding(&self, file: FileId) -> &FileBinding {
        self.bindings[file.0 as usize].get_or_init(|| bind::bind(&self.resolver, file))
    }

    /// The syntax tree of a file.
    pub fn unit(&self, file: FileId) -> &CompilationUnit {
        &self.resolver.table.file(file).unit
    }

    fn evaluator<'p>(&'p self, calls: &'p HashSet<SmolStr>) -> Evaluator<'p, 't> {
        Evaluator {
            program: self,
            calls,
            statics: RefCell::new(HashMap::new()),
            instances: RefCell::new(HashMap::new()),
            steps: std::cell::Cell::new(0),
            truncated: std::cell::Cell::new(false),
        }
    }

    /// The value of an expression as far as it depends on no local and no object: constants fold.
    pub fn constant(&self, file: FileId, expr: ExprId) -> Tracked {
        let calls = HashSet::new();
        let evaluator = self.evaluator(&calls);
        evaluator.expr(&evaluator.frame(file, None, &[]), &mut State::default(), expr)
    }

    /// What a property of a new object is before anybody sets it; unknown for what its constructor computes.
    pub fn default_value(&self, owner: &Ty, name: &str) -> Value {
        let calls = HashSet::new();
        self.evaluator(&calls).default_value(owner, name)
    }

    /// Runs the members of a file whose text holds one of the `places`, observing calls of the named methods.
    pub fn run(&self, file: FileId, places: &[TextRange], calls: &HashSet<SmolStr>) -> Vec<Run> {
        let evaluator = self.evaluator(calls);
        let mut runs = Vec::new();
        for owner in &self.binding(file).owners {
            if !places.iter().any(|&place| owner.range.contains(place)) {
                continue;
            }
            evaluator.steps.set(0);
            evaluator.truncated.set(false);
            let paths = evaluator.owner(file, owner);
            runs.push(Run { member: owner.range, paths, truncated: evaluator.truncated.get() });
        }
        runs
    }
}

struct Evaluator<'p, 't> {
    program: &'p Program<'t>,
    calls: &'p HashSet<SmolStr>,
    /// Values of constants and static fields, by their declaration.
    statics: RefCell<HashMap<(FileId, TypeIndex, usize), Tracked>>,
    /// The states of an object of a type after its construction.
    instances: RefCell<HashMap<(FileId, TypeIndex), Rc<Vec<State>>>>,
    steps: std::cell::Cell<usize>,
    truncated: std::cell::Cell<bool>,
}

/// Where code is being run.
#[derive(Clone, Copy)]
struct Frame<'f> {
    file: FileId,
    unit: &'f CompilationUnit,
    binding: &'f FileBinding,
    /// The type around the code.
    this: Option<DeclId>,
    /// The members being run, outermost first, as the starts of their texts.
    stack: &'f [(FileId, u32)],
}

impl Frame<'_> {
    fn place(&self, range: TextRange) -> Place {
        Place { file: self.file, range }
    }

    fn expr_place(&self, id: ExprId) -> Place {
        self.place(self.unit.expr(id).range)
    }
}

impl<'p> Evaluator<'p, '_> {
    fn frame<'f>(&self, file: FileId, this: Option<DeclId>, stack: &'f [(FileId, u32)]) -> Frame<'f>
    where
        'p: 'f,
    {
        Frame { file, unit: self.program.unit(file), binding: self.program.binding(file), this, stack }
    }

    /// Counts a step; false when the member's budget is spent.
    fn step(&self) -> bool {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps > MAX_STEPS {
            self.truncated.set(true);
        }
        steps <= MAX_STEPS
    }

    fn limit(&self, states: &mut Vec<State>) {
        if states.len() > MAX_PATHS {
            self.truncated.set(true);
            states.truncate(MAX_PATHS);
        }
    }

    fn list(&self, state: &mut State, items: Vec<Tracked>, open: bool, element: Ty) -> Value {
        Value::Ref(state.alloc(Cell::List(ListState { items, open, element })))
    }
}

/// Whether a path still runs.
fn runs(state: &State) -> bool {
    state.flow == Flow::Runs
}
