//! Lists: their literals, and what the well-known members of collections do.

use super::*;

impl Evaluator<'_, '_> {
    /// The values of a list initializer.
    pub(super) fn items(&self, frame: &Frame<'_>, state: &mut State, initializer: ExprId) -> Vec<Tracked> {
        let ExprKind::Initializer(entries) = &frame.unit.expr(initializer).kind else { return Vec::new() };
        entries
            .iter()
            .map(|entry| match entry {
                InitializerEntry::Member(_, value)
                | InitializerEntry::Index(_, value)
                | InitializerEntry::Element(value) => self.expr(frame, state, *value),
            })
            .collect()
    }

    /// Adds the elements of a list value; true when there may be others.
    pub(super) fn spread(&self, state: &State, value: &Tracked, items: &mut Vec<Tracked>) -> bool {
        match &value.value {
            Value::Ref(id) => match state.list(*id) {
                Some(list) => {
                    items.extend(list.items.iter().cloned());
                    list.open
                }
                None => true,
            },
            Value::OneOf(values) => {
                // Any of these may be in it: each is kept, and the list is open.
                for value in values.iter() {
                    self.spread(state, value, items);
                }
                true
            }
            Value::Null => false,
            _ => true,
        }
    }

    /// What a member of a known list does; `None`: nothing is known of it.
    pub(super) fn list_call(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        id: HeapId,
        name: &str,
        values: &[Tracked],
        at: Place,
    ) -> Option<Tracked> {
        let list = state.list(id)?.clone();
        let mut items = list.items.clone();
        let mut open = list.open;
        let mut element = list.element.clone();
        match name {
            "Add" | "Insert" | "Push" | "Enqueue" | "AddLast" | "TryAdd" => {
                items.extend(values.last().cloned());
                return self.write_list(state, id, items, open);
            }
            "AddRange" | "UnionWith" | "InsertRange" => {
                let value = values.last()?;
                open |= self.spread(state, value, &mut items);
                return self.write_list(state, id, items, open);
            }
            "Clear" => return self.write_list(state, id, Vec::new(), false),
            "Remove" | "RemoveAll" | "RemoveAt" | "ExceptWith" | "IntersectWith" | "RemoveWhere" => {
                self.over_elements(frame, state, values, &items);
                let items = match (name, values.first().map(|value| &value.value)) {
                    ("Remove", Some(removed)) if removed.is_plain() => {
                        items.into_iter().filter(|item| item.value != *removed).collect()
                    }
                    _ => items.into_iter().map(may_be_absent).collect(),
                };
                return self.write_list(state, id, items, open);
            }
            "ForEach" => {
                self.over_elements(frame, state, values, &items);
                return Some(Tracked::default());
            }
            "Select" | "ConvertAll" => {
                let results = self.over_elements(frame, state, values, &items);
                open |= results.is_empty() || items.len() > MAX_ELEMENTS;
                items = results;
                element = Ty::Unknown;
            }
            "SelectMany" => {
                let results = self.over_elements(frame, state, values, &items);
                open |= results.is_empty() || items.len() > MAX_ELEMENTS;
                items = Vec::new();
                for result in &results {
                    open |= self.spread(state, result, &mut items);
                }
                element = Ty::Unknown;
            }
            "Concat" | "Union" | "UnionBy" => {
                let value = values.first()?;
                open |= self.spread(state, value, &mut items);
            }
            "Append" | "Prepend" => items.extend(values.first().cloned()),
            "ToList" | "ToArray" | "ToHashSet" | "AsEnumerable" | "Distinct" | "Reverse" | "OrderBy"
            | "OrderByDescending" | "ThenBy" | "ToImmutableList" | "ToImmutableArray" | "AsReadOnly" | "Cast"
            | "AsQueryable" | "DistinctBy" => {
                self.over_elements(frame, state, values, &items);
            }
            "Where" | "Except" | "Skip" | "Take" | "OfType" | "SkipWhile" | "TakeWhile" | "FindAll" => {
                self.over_elements(frame, state, values, &items);
                items = items.into_iter().map(may_be_absent).collect();
            }
            "First" | "FirstOrDefault" | "Single" | "SingleOrDefault" | "Last" | "LastOrDefault" | "Find"
            | "ElementAt" => {
                self.over_elements(frame, state, values, &items);
                let one = match &items[..] {
                    [only] if !open => only.clone(),
                    [] => self.opaque(state, &list.element, at),
                    _ => Tracked::of(Value::OneOf(items.into())),
                };
                return Some(one);
            }
            _ => return None,
        }
        let value = self.list(state, items, open, element);
        Some(Tracked::at(value, at))
    }

    fn write_list(&self, state: &mut State, id: HeapId, items: Vec<Tracked>, open: bool) -> Option<Tracked> {
        if let Some(list) = state.list_mut(id) {
            list.items = items;
            list.open = open;
        }
        Some(Tracked::default())
    }

    /// Runs a lambda that is handed to a member of a list over its elements; says what each round came to.
    fn over_elements(
        &self,
        frame: &Frame<'_>,
        state: &mut State,
        values: &[Tracked],
        items: &[Tracked],
    ) -> Vec<Tracked> {
        let functions = values.iter().filter_map(|value| match &value.value {
            Value::Function(function) => Some(function),
            _ => None,
        });
        let mut results = Vec::new();
        for function in functions {
            if items.is_empty() {
                self.apply(frame, state, function, None);
            }
            for item in items.iter().take(MAX_ELEMENTS) {
                results.push(self.apply(frame, state, function, Some(std::slice::from_ref(item))));
            }
        }
        results
    }
}

/// An element that may be there or not. An object is kept: what is done to it is done to it if it is there.
fn may_be_absent(item: Tracked) -> Tracked {
    match item.value {
        Value::Ref(_) => item,
        _ => item.perhaps(Value::Null),
    }
}

/// Notes where the last elements of a list come from, if a call added them `by` its argument to those that were there
/// `before`.
pub(super) fn remember_added(state: &mut State, id: HeapId, before: &[Tracked], by: Place) {
    let Some(list) = state.list_mut(id) else { return };
    match list.items.strip_prefix(before) {
        Some(new) => list.added.extend(new.iter().map(|item| (item.clone(), by))),
        // What was removed is no longer there.
        None => list.added.retain(|(added, _)| list.items.contains(added)),
    }
}
