//! The program end to end: the built binary on real files, real models and a library in a folder of
//! its own. What is not seen on stdout, stderr or in an exit code is not tested here, except where
//! a test must hold a library open from within.
//!
//! The sample library is indexed once ([`kit::Library::of_the_samples`]); tests that change things
//! work on copies. Nothing touches the user's own library or the samples themselves.

mod ablation;
mod cli;
mod crash;
mod failures;
mod indexes;
mod kit;
mod main_job;
mod moving;
mod quality;
mod samples;
mod samples_apart;
mod scoring;
mod window;
mod window_at_work;
