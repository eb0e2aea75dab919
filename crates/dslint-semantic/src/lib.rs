//! C# symbols and binding: from syntax trees and the packages' API history to what names mean, which member an
//! expression uses, and what is known of the objects a program builds. It knows no rules and does no IO.

pub mod bind;
pub mod evaluate;
pub mod member;
pub mod scope;
pub mod table;
pub mod ty;
pub mod value;
