//! The indexes as the engine sees them, on real files.

mod text;
mod text_operations;
mod vector_operations;
mod vectors;
