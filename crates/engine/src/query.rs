//! The query language: what a person types, turned into clauses.
//!
//! Lenient by design: no input is an error. What looks like a filter but is none (`12:30`, a web
//! address, `total>lots`) is taken as plain words. The grammar is documented in docs/search.md.
//! This module knows no index and no store; [`crate::search`] evaluates what it returns.

pub mod ast;
mod constraint;
mod lexer;
mod parser;
pub mod period;
pub mod vocabulary;

pub use ast::{Atom, Clause, Comparison, Constraint, Query};
pub use parser::parse;
