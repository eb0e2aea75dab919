//! Runs members symbolically to learn the state of the objects they build.
//!
//! A member is run path by path: an `if` splits a path in two unless its condition is known or was decided before on
//! the same path, the sections of a `switch` exclude each other, a loop runs its body once or not at all. Methods and
//! constructors of the analysed code are run where they are called, a few levels deep, on the object they are called
//! on. Unknown calls change nothing, and what they return remembers what it was made of.

mod assign;
mod call;
mod condition;
mod construct;
mod expr;
mod function;
mod list;
mod member;
mod object;
mod read;
mod stmt;

use crate::bind::{self, FileBinding};
use crate::scope::Resolver;
use crate::table::{DeclId, FileId, Place};
use crate::ty::Ty;
use crate::value::{Cell, Flow, HeapId, ListState, ObjectState, Property, Run, State, Tracked, Value};
use dslint_syntax::ast::*;
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::OnceLock;

/// More paths than this through one member are not followed.
const MAX_PATHS: usize = 48;

/// Calls are followed this deep.
const MAX_CALL_DEPTH: usize = 5;

/// Expressions evaluated for one member at most.
const MAX_STEPS: usize = 100_000;

/// Constants that are made of constants are followed this far.
const MAX_CHAIN: usize = 100;

/// Loops and lambdas over known lists run for so many elements.
const MAX_ELEMENTS: usize = 16;

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

    fn evaluator<'p>(&'p self, resolver: Resolver<'t>, calls: &'p HashSet<SmolStr>) -> Evaluator<'p, 't> {
        Evaluator {
            program: self,
            resolver,
            calls,
            statics: RefCell::new(HashMap::new()),
            instances: RefCell::new(HashMap::new()),
            written: RefCell::new(HashMap::new()),
            texts: RefCell::new(HashMap::new()),
            initializing: RefCell::new(Vec::new()),
            steps: std::cell::Cell::new(0),
            truncated: std::cell::Cell::new(false),
        }
    }

    /// The value of an expression as far as it depends on no local and no object: constants fold.
    pub fn constant(&self, file: FileId, expr: ExprId) -> Tracked {
        let calls = HashSet::new();
        let evaluator = self.evaluator(self.resolver.at(file), &calls);
        evaluator.expr(&evaluator.frame(file, None, None, &[]), &mut State::default(), expr)
    }

    /// What a property of a new object is before anybody sets it, with the API that a file sees; unknown for what its
    /// constructor computes.
    pub fn default_value(&self, file: FileId, owner: &Ty, name: &str) -> Value {
        let calls = HashSet::new();
        self.evaluator(self.resolver.at(file), &calls).default_value(owner, name)
    }

    /// Runs the members of a file whose text holds one of the `places`, observing calls of the named methods.
    pub fn run(&self, file: FileId, places: &[TextRange], calls: &HashSet<SmolStr>) -> Vec<Run> {
        let evaluator = self.evaluator(self.resolver.at(file), calls);
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
    /// The resolver for the file that is run.
    resolver: Resolver<'t>,
    calls: &'p HashSet<SmolStr>,
    /// Values of constants and static fields, by their declaration.
    statics: RefCell<HashMap<(FileId, TypeIndex, usize), Tracked>>,
    /// The states of an object of a type after its construction; the object is the first of each.
    instances: RefCell<HashMap<DeclId, Rc<Vec<State>>>>,
    /// The fields and properties of a type that its methods write.
    written: RefCell<HashMap<DeclId, Rc<HashSet<SmolStr>>>>,
    /// The words of conditions and of what is assigned to.
    texts: RefCell<HashMap<(FileId, ExprId), Rc<str>>>,
    /// The initializers being evaluated, outermost first, each for its own sake.
    initializing: RefCell<Vec<(FileId, u32)>>,
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
    /// The object that `this` is; none in static code.
    object: Option<HeapId>,
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

    /// From a name to the end of the value it is given.
    fn written(&self, name: &Ident, value: ExprId) -> Place {
        self.place(name.range.cover(self.unit.expr(value).range))
    }

    /// The value of a local.
    fn local(&self, state: &State, name: &Ident) -> Option<Tracked> {
        let local = self.binding.declared_locals.get(&name.range)?;
        state.locals.get(&(self.file.0, local.0)).cloned()
    }

    /// Gives a local a value where it is declared.
    fn set_local(&self, state: &mut State, name: &Ident, value: Tracked) {
        if let Some(local) = self.binding.declared_locals.get(&name.range) {
            state.locals.insert((self.file.0, local.0), value);
        }
    }
}

impl<'p> Evaluator<'p, '_> {
    fn frame<'f>(
        &self,
        file: FileId,
        this: Option<DeclId>,
        object: Option<HeapId>,
        stack: &'f [(FileId, u32)],
    ) -> Frame<'f>
    where
        'p: 'f,
    {
        Frame { file, unit: self.program.unit(file), binding: self.program.binding(file), this, object, stack }
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

    /// Evaluates an initializer for its own sake, wherever it is asked for. Cycles and long chains end with nothing.
    fn initializer(&self, file: FileId, member: &MemberDecl, evaluate: impl FnOnce() -> Tracked) -> Option<Tracked> {
        let key = (file, member.name.range.start);
        {
            let mut initializing = self.initializing.borrow_mut();
            if initializing.contains(&key) || initializing.len() >= MAX_CHAIN {
                return None;
            }
            initializing.push(key);
        }
        let value = evaluate();
        self.initializing.borrow_mut().pop();
        Some(value)
    }

    fn limit(&self, states: &mut Vec<State>) {
        if states.len() > MAX_PATHS {
            self.truncated.set(true);
            states.truncate(MAX_PATHS);
        }
    }

    fn list(&self, state: &mut State, items: Vec<Tracked>, open: bool, element: Ty) -> Value {
        Value::Ref(state.alloc(Cell::List(ListState { items, added: Vec::new(), open, element })))
    }

    fn new_object(&self, state: &mut State, ty: Ty, origin: Place, opaque: bool) -> HeapId {
        state.alloc(Cell::Object(ObjectState { ty, properties: BTreeMap::new(), origin, opaque }))
    }

    fn set(&self, state: &mut State, object: HeapId, name: SmolStr, value: Tracked, written: Place) {
        if let Some(object) = state.object_mut(object) {
            object.properties.insert(name, Property { value, written });
        }
    }
}

/// Whether a path still runs.
fn runs(state: &State) -> bool {
    state.flow == Flow::Runs
}
