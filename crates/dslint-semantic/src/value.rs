//! What is known of values and objects at one point of one path through a member.

use crate::member::MemberSymbol;
use crate::table::{DeclId, FileId, Place};
use crate::ty::Ty;
use dslint_syntax::ast::{ExprId, StmtId};
use dslint_syntax::text::TextRange;
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// Names an object or a list of a [`State`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HeapId(pub u32);

/// A value.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Unknown,
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A string.
    Text(Rc<str>),
    /// A member of an enum, by its full name.
    EnumMember(SmolStr),
    /// An object or a list.
    Ref(HeapId),
    /// One of several, depending on the path.
    OneOf(Rc<[Tracked]>),
    /// Made by unknown code out of these objects.
    From(Rc<[HeapId]>),
    /// A lambda or local function, as a value.
    Function(Rc<Function>),
}

/// A lambda or local function, as a value.
#[derive(Clone, PartialEq, Debug)]
pub struct Function {
    /// Where its code stands.
    pub(crate) file: FileId,
    /// Its code.
    pub(crate) code: FunctionCode,
    /// The type around it.
    pub(crate) this: Option<DeclId>,
    /// The object that `this` is in it.
    pub(crate) object: Option<HeapId>,
    /// What it returned when it was run where it stands.
    pub(crate) result: Option<Tracked>,
}

/// The code of a [`Function`].
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum FunctionCode {
    Lambda(ExprId),
    LocalFunction(StmtId),
}

/// The value of a literal as the API history writes it: `true`, `null`, `"text"`, `5`; `None` for code.
pub fn literal(text: &str) -> Option<Value> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        "null" => Some(Value::Null),
        _ => {
            if let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
                return Some(Value::Text(Rc::from(inner)));
            }
            text.parse().ok().map(Value::Integer)
        }
    }
}

/// A value and where it was written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tracked {
    /// The value.
    pub value: Value,
    /// The expression that wrote it: a literal, a creation, a name of a package's constant.
    pub origin: Option<Place>,
    /// Whether it is a compile-time constant or a field that is written once with a literal: then it does not matter
    /// in which member the literal stands.
    pub constant: bool,
}

impl Value {
    /// Whether it is one value that is fully known and no object.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Text(_) | Value::EnumMember(_))
    }
}

impl Tracked {
    /// A value that was written nowhere.
    pub(crate) fn of(value: Value) -> Self {
        Self { value, ..Self::default() }
    }

    /// This value, or nothing.
    pub(crate) fn perhaps(self, otherwise: Value) -> Self {
        let origin = self.origin;
        Self { value: Value::OneOf(Rc::new([self, Tracked::of(otherwise)])), origin, constant: false }
    }

    /// A value written at a place.
    pub fn at(value: Value, origin: Place) -> Self {
        Self { value, origin: Some(origin), constant: false }
    }
}

/// A property of an object.
#[derive(Clone, PartialEq, Debug)]
pub struct Property {
    /// What it was set to.
    pub value: Tracked,
    /// Where: from the property's name to the end of the value.
    pub written: Place,
}

/// What is known of an object.
#[derive(Clone, Debug)]
pub struct ObjectState {
    /// Its type; unknown for anonymous objects.
    pub ty: Ty,
    /// The properties that were set, by name. Constructor arguments count when a property has the parameter's name.
    pub properties: BTreeMap<SmolStr, Property>,
    /// Where it was created or came from.
    pub origin: Place,
    /// Whether it came from outside: what was not set is unknown, not default.
    pub opaque: bool,
}

/// What is known of a list.
#[derive(Clone, Debug)]
pub struct ListState {
    /// The known elements.
    pub items: Vec<Tracked>,
    /// Those of them that a call such as `Add` put there after the list was made, each with the argument.
    pub added: Vec<(Tracked, Place)>,
    /// Whether there may be others.
    pub open: bool,
    /// The type of its elements.
    pub element: Ty,
}

/// An object or a list.
#[derive(Clone, Debug)]
pub enum Cell {
    /// An object.
    Object(ObjectState),
    /// A list.
    List(ListState),
}

/// A call that was asked for, with what its arguments came to.
#[derive(Clone, Debug)]
pub struct ObservedCall {
    /// The name of the method where it is called.
    pub name: Place,
    /// The method, where it was resolved.
    pub symbol: Option<Arc<MemberSymbol>>,
    /// The type it is called on.
    pub receiver: Ty,
    /// Whether the callee was called as an extension.
    pub extension: bool,
    /// Its arguments.
    pub arguments: Vec<Tracked>,
}

/// How a path goes on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) enum Flow {
    #[default]
    Runs,
    Returned(Tracked),
    Broke,
    Continued,
    Threw,
}

/// What a path decided about a condition.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Decision {
    /// The text of the condition, or of what was compared.
    pub(crate) about: Rc<str>,
    /// The constant that it was compared with.
    pub(crate) constant: Option<Rc<str>>,
    pub(crate) holds: bool,
}

/// Everything known on one path.
#[derive(Clone, Debug, Default)]
pub struct State {
    pub(crate) locals: HashMap<(u32, u32), Tracked>,
    /// Static fields that were read or written.
    pub(crate) statics: BTreeMap<(DeclId, SmolStr), Tracked>,
    pub(crate) heap: Vec<Rc<Cell>>,
    /// The branches taken.
    pub(crate) decided: Vec<Decision>,
    pub(crate) calls: Vec<Rc<ObservedCall>>,
    /// What the member being run yielded.
    pub(crate) yielded: Vec<Tracked>,
    pub(crate) flow: Flow,
}

impl State {
    pub(crate) fn alloc(&mut self, cell: Cell) -> HeapId {
        self.heap.push(Rc::new(cell));
        HeapId(self.heap.len() as u32 - 1)
    }

    /// The object or list of an id.
    pub fn cell(&self, id: HeapId) -> Option<&Cell> {
        self.heap.get(id.0 as usize).map(|cell| &**cell)
    }

    /// The object of an id.
    pub fn object(&self, id: HeapId) -> Option<&ObjectState> {
        match self.cell(id)? {
            Cell::Object(object) => Some(object),
            Cell::List(_) => None,
        }
    }

    /// The list of an id.
    pub fn list(&self, id: HeapId) -> Option<&ListState> {
        match self.cell(id)? {
            Cell::List(list) => Some(list),
            Cell::Object(_) => None,
        }
    }

    pub(crate) fn cell_mut(&mut self, id: HeapId) -> Option<&mut Cell> {
        self.heap.get_mut(id.0 as usize).map(Rc::make_mut)
    }

    /// All objects.
    pub fn objects(&self) -> impl Iterator<Item = (HeapId, &ObjectState)> {
        self.heap.iter().enumerate().filter_map(|(index, cell)| match &**cell {
            Cell::Object(object) => Some((HeapId(index as u32), object)),
            Cell::List(_) => None,
        })
    }

    pub(crate) fn object_mut(&mut self, id: HeapId) -> Option<&mut ObjectState> {
        match self.cell_mut(id)? {
            Cell::Object(object) => Some(object),
            Cell::List(_) => None,
        }
    }

    pub(crate) fn list_mut(&mut self, id: HeapId) -> Option<&mut ListState> {
        match self.cell_mut(id)? {
            Cell::List(list) => Some(list),
            Cell::Object(_) => None,
        }
    }

    /// The observed calls.
    pub fn calls(&self) -> impl Iterator<Item = &ObservedCall> {
        self.calls.iter().map(|call| &**call)
    }

    /// The objects and lists that a value holds or was made of, itself included.
    pub fn reachable(&self, value: &Value) -> Vec<HeapId> {
        let mut found: Vec<HeapId> = Vec::new();
        let mut open = vec![value.clone()];
        while let Some(value) = open.pop() {
            let ids: Vec<HeapId> = match &value {
                Value::Ref(id) => vec![*id],
                Value::From(ids) => ids.to_vec(),
                Value::OneOf(values) => {
                    open.extend(values.iter().map(|tracked| tracked.value.clone()));
                    continue;
                }
                Value::Function(function) => {
                    open.extend(function.result.iter().map(|tracked| tracked.value.clone()));
                    continue;
                }
                _ => continue,
            };
            for id in ids {
                if found.contains(&id) || found.len() > 256 {
                    continue;
                }
                found.push(id);
                match self.cell(id) {
                    Some(Cell::Object(object)) => {
                        open.extend(object.properties.values().map(|property| property.value.value.clone()));
                    }
                    Some(Cell::List(list)) => open.extend(list.items.iter().map(|item| item.value.clone())),
                    None => {}
                }
            }
        }
        found
    }
}

/// What running one member came to.
#[derive(Debug)]
pub struct Run {
    /// The text of the member.
    pub member: TextRange,
    /// The paths through it, each as it ends.
    pub paths: Vec<State>,
    /// Whether some paths were left out because there were too many.
    pub truncated: bool,
}
