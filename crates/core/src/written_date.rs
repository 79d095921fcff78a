//! Days as people write them on papers.
